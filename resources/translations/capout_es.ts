<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
    <context>
        <name>AboutDialog</name>
        <message>
            <source>About CapOut Desktop</source>
            <translation>Acerca de CapOut Desktop</translation>
        </message>
        <message>
            <source>CapOut Desktop</source>
            <translation>CapOut Desktop</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>Drag insurers' PDF estimates onto the window, and follow each one into Xactimate.</source>
            <translation>Arrastre a la ventana los estimados en PDF de las aseguradoras y siga cada uno hasta Xactimate.</translation>
        </message>
        <message>
            <source>License</source>
            <translation>Licencia</translation>
        </message>
        <message>
            <source>Part</source>
            <translation>Parte</translation>
        </message>
        <message>
            <source>Parts and their licenses</source>
            <translation>Las partes y sus licencias</translation>
        </message>
        <message>
            <source>See its text</source>
            <translation>Vea su texto</translation>
        </message>
        <message>
            <source>Text of the license</source>
            <translation>Texto de la licencia</translation>
        </message>
        <message>
            <source>This part brings no license text of its own: {home}</source>
            <translation>Esta parte no trae un texto de licencia propio: {home}</translation>
        </message>
        <message>
            <source>This part brings no license text.</source>
            <translation>Esta parte no trae un texto de licencia.</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Versión</translation>
        </message>
        <message>
            <source>Version {version}, with Qt {qt}</source>
            <translation>Versión {version}, con Qt {qt}</translation>
        </message>
    </context>
    <context>
        <name>AddressBookList</name>
        <message>
            <source>F2 changes an entry, Delete removes it</source>
            <translation>F2 cambia una entrada, Supr la quita</translation>
        </message>
        <message>
            <source>XactNet addresses</source>
            <translation>Direcciones XactNet</translation>
        </message>
    </context>
    <context>
        <name>AddressBookModel</name>
        <message>
            <source>Default</source>
            <translation>Predeterminada</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <source>No name</source>
            <translation>Sin nombre</translation>
        </message>
        <message>
            <source>Usually looks like name@instance. Please check it.</source>
            <translation>Normalmente se ve como nombre@instancia. Revísela, por favor.</translation>
        </message>
        <message>
            <source>XactNet address</source>
            <translation>Dirección XactNet</translation>
        </message>
    </context>
    <context>
        <name>AddressBookPage</name>
        <message>
            <source>&amp;Add…</source>
            <translation>&amp;Agregar…</translation>
        </message>
        <message>
            <source>&amp;Edit…</source>
            <translation>&amp;Editar…</translation>
        </message>
        <message>
            <source>&amp;Make default</source>
            <translation>Hacer &amp;predeterminada</translation>
        </message>
        <message>
            <source>&amp;No default</source>
            <translation>&amp;Sin predeterminada</translation>
        </message>
        <message>
            <source>&amp;Remove</source>
            <translation>&amp;Quitar</translation>
        </message>
        <message>
            <source>Addresses you send to are added automatically.</source>
            <translation>Las direcciones a las que envía se agregan solas.</translation>
        </message>
        <message>
            <source>The program starts with the address you used last.</source>
            <translation>Cada vez que abre el programa empieza con la última dirección usada.</translation>
        </message>
        <message>
            <source>The program starts with {address}.</source>
            <translation>Cada vez que abre el programa empieza con {address}.</translation>
        </message>
    </context>
    <context>
        <name>AddressBookWindow</name>
        <message>
            <source>Addresses</source>
            <translation>Direcciones</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Listo</translation>
        </message>
        <message>
            <source>Who receives your estimates</source>
            <translation>Quién recibe sus estimados</translation>
        </message>
    </context>
    <context>
        <name>AddressEditor</name>
        <message>
            <source>XactNet address for this file</source>
            <translation>Dirección XactNet para este archivo</translation>
        </message>
    </context>
    <context>
        <name>AddressEntry</name>
        <message>
            <source>&amp;Name, if you like</source>
            <translation>&amp;Nombre, si quiere</translation>
        </message>
        <message>
            <source>&amp;XactNet address</source>
            <translation>Dirección &amp;XactNet</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancelar</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Guardar</translation>
        </message>
        <message>
            <source>Smith Team</source>
            <translation>Equipo Smith</translation>
        </message>
        <message>
            <source>Usually looks like name@instance. Please check it.</source>
            <translation>Normalmente se ve como nombre@instancia. Revísela, por favor.</translation>
        </message>
        <message>
            <source>XactNet address</source>
            <translation>Dirección XactNet</translation>
        </message>
    </context>
    <context>
        <name>AddressField</name>
        <message>
            <source>In Xactimate: Help, About Xactimate, or the profile icon online</source>
            <translation>En Xactimate: Help, About Xactimate, o el ícono de perfil en línea</translation>
        </message>
        <message>
            <source>Usually looks like name@instance. Please check it.</source>
            <translation>Normalmente se ve como nombre@instancia. Revísela, por favor.</translation>
        </message>
        <message>
            <source>Who receives the estimates in Xactimate</source>
            <translation>Quién recibe los estimados en Xactimate</translation>
        </message>
        <message>
            <source>XactNet address that receives the estimates</source>
            <translation>Dirección XactNet que recibe los estimados</translation>
        </message>
        <message>
            <source>XactNet address, like name@instance</source>
            <translation>Dirección XactNet, como nombre@instancia</translation>
        </message>
    </context>
    <context>
        <name>AddressQuestion</name>
        <message>
            <source>Cancel</source>
            <translation>Cancelar</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>Enviar</translation>
        </message>
        <message>
            <source>Send to another address</source>
            <translation>Enviar a otra dirección</translation>
        </message>
        <message>
            <source>Use this address</source>
            <translation>Usar esta dirección</translation>
        </message>
    </context>
    <context>
        <name>AddressesPage</name>
        <message>
            <source>Who receives your estimates in Xactimate.</source>
            <translation>Quién recibe sus estimados en Xactimate.</translation>
        </message>
    </context>
    <context>
        <name>AppearancePage</name>
        <message>
            <source>&amp;Comfortable: two lines, with the reason</source>
            <translation>&amp;Cómodas: dos líneas, con el motivo</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>&amp;Oscuro</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>C&amp;laro</translation>
        </message>
        <message>
            <source>&amp;Match system</source>
            <translation>Como el s&amp;istema</translation>
        </message>
        <message>
            <source>C&amp;ompact: one line, more at a glance</source>
            <translation>Co&amp;mpactas: una línea, más a la vista</translation>
        </message>
        <message>
            <source>L&amp;anguage</source>
            <translation>&amp;Idioma</translation>
        </message>
        <message>
            <source>Match system</source>
            <translation>Como el sistema</translation>
        </message>
        <message>
            <source>Rows of the list</source>
            <translation>Filas de la lista</translation>
        </message>
        <message>
            <source>The window opens again in the new language, as soon as no file is being uploaded.</source>
            <translation>La ventana se abre de nuevo en el idioma elegido en cuanto no se esté subiendo ningún archivo.</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Tema</translation>
        </message>
    </context>
    <context>
        <name>ArrivalQuestion</name>
        <message>
            <source>&amp;This is it</source>
            <translation>E&amp;s este</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Dirección</translation>
        </message>
        <message>
            <source>CapOut's list does not show whether it arrived</source>
            <translation>La lista de CapOut no muestra si llegó</translation>
        </message>
        <message>
            <source>Decide &amp;later</source>
            <translation>Decidir más &amp;tarde</translation>
        </message>
        <message>
            <source>Did it arrive?</source>
            <translation>¿Llegó?</translation>
        </message>
        <message>
            <source>Documents that CapOut lists</source>
            <translation>Documentos que CapOut muestra en su lista</translation>
        </message>
        <message>
            <source>It is n&amp;ot there: send again (may cost credits)</source>
            <translation>No está: &amp;enviarlo de nuevo (puede costar créditos)</translation>
        </message>
        <message>
            <source>It was &amp;never sent: set it aside</source>
            <translation>&amp;Nunca se envió: apartarlo</translation>
        </message>
        <message>
            <source>Look for it in CapOut's web app first. The list that CapOut gives this program may be late or incomplete. It goes on being looked up meanwhile.</source>
            <translation>Búsquelo primero en la aplicación web de CapOut. La lista que CapOut da a este programa puede llegar tarde o estar incompleta. Mientras tanto se sigue buscando.</translation>
        </message>
        <message>
            <source>N&amp;one of these: send again (may cost credits)</source>
            <translation>N&amp;inguno de estos: enviarlo de nuevo (puede costar créditos)</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <source>Names, addresses and times may differ a little from what was sent.</source>
            <translation>Los nombres, las direcciones y las horas pueden diferir un poco de lo que se envió.</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Estado</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Hora</translation>
        </message>
        <message>
            <source>Your answer could not be saved, so nothing has changed. Try again.</source>
            <translation>Su respuesta no se pudo guardar, así que nada ha cambiado. Inténtelo de nuevo.</translation>
        </message>
        <message>
            <source>{name} went to {address} at {time}, and CapOut did not answer.</source>
            <translation>{name} se envió a {address} ({time}), y CapOut no respondió.</translation>
        </message>
    </context>
    <context>
        <name>BalancePlot</name>
        <message>
            <source>Credits over the last 30 days</source>
            <translation>Créditos en los últimos 30 días</translation>
        </message>
        <message>
            <source>Not enough data yet. The line starts with the next readings.</source>
            <translation>Todavía hay pocas lecturas: la línea empieza con las próximas.</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Hoy</translation>
        </message>
        <message>
            <source>low</source>
            <translation>bajo</translation>
        </message>
        <message>
            <source>{first} credits on {begin}, {last} on {end}. The lowest was {lowest} on {day}.</source>
            <translation>{first} créditos el {begin}, {last} el {end}. El mínimo fue {lowest} el {day}.</translation>
        </message>
    </context>
    <context>
        <name>Banner</name>
        <message>
            <source>Dismiss</source>
            <translation>Descartar</translation>
        </message>
    </context>
    <context>
        <name>BatchButtons</name>
        <message>
            <source>Buy credits</source>
            <translation>Comprar créditos</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportar…</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Pausar</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Reanudar</translation>
        </message>
        <message>
            <source>Retry failed</source>
            <translation>Reintentar los fallidos</translation>
        </message>
        <message>
            <source>Skip the rest</source>
            <translation>Omitir el resto</translation>
        </message>
        <message>
            <source>{action}: {name}</source>
            <translation>{action}: {name}</translation>
        </message>
    </context>
    <context>
        <name>CheckList</name>
        <message>
            <source>Check list copied</source>
            <translation>Lista copiada</translation>
        </message>
        <message>
            <source>Check list {file}</source>
            <translation>Lista de comprobación {file}</translation>
        </message>
        <message>
            <source>Compare with Xactimate</source>
            <translation>Comparar con Xactimate</translation>
        </message>
        <message>
            <source>Copy check list</source>
            <translation>Copiar la lista</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>Guardar como PDF…</translation>
        </message>
        <message>
            <source>Save the check list</source>
            <translation>Guardar la lista de comprobación</translation>
        </message>
    </context>
    <context>
        <name>ColumnMenu</name>
        <message>
            <source>&amp;Fit to contents</source>
            <translation>&amp;Ajustar al contenido</translation>
        </message>
        <message>
            <source>&amp;Hide {name}</source>
            <translation>&amp;Ocultar {name}</translation>
        </message>
        <message>
            <source>&amp;Reset columns</source>
            <translation>&amp;Restablecer columnas</translation>
        </message>
        <message>
            <source>C&amp;olumns</source>
            <translation>C&amp;olumnas</translation>
        </message>
        <message>
            <source>Move &amp;left</source>
            <translation>Mover a la &amp;izquierda</translation>
        </message>
        <message>
            <source>Move &amp;right</source>
            <translation>Mover a la &amp;derecha</translation>
        </message>
    </context>
    <context>
        <name>ComparisonDialog</name>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>Dato</translation>
        </message>
        <message>
            <source>Line items</source>
            <translation>Renglones</translation>
        </message>
        <message>
            <source>Nothing that could be compared differs: this file was probably added by mistake.</source>
            <translation>No difiere nada de lo que se pudo comparar: probablemente este archivo se agregó por error.</translation>
        </message>
        <message>
            <source>Sent on {day}</source>
            <translation>Enviado el {day}</translation>
        </message>
        <message>
            <source>The claim number is the same, but not the loss: check the claim number.</source>
            <translation>El número de reclamo es el mismo, pero el siniestro no: revise el número de reclamo.</translation>
        </message>
        <message>
            <source>This file</source>
            <translation>Este archivo</translation>
        </message>
        <message>
            <source>This looks like a supplement: more line items or a higher RCV than before.</source>
            <translation>Parece un suplemento: más renglones o un RCV mayor que antes.</translation>
        </message>
        <message>
            <source>This looks like another version of the estimate, not like a supplement.</source>
            <translation>Parece otra versión del presupuesto, no un suplemento.</translation>
        </message>
        <message>
            <source>Too little could be read to tell what this file is: compare the pages.</source>
            <translation>Se pudo leer muy poco para saber qué es este archivo: compare las páginas.</translation>
        </message>
        <message>
            <source>Two files of the same claim</source>
            <translation>Dos archivos del mismo reclamo</translation>
        </message>
        <message>
            <source>What the two files say</source>
            <translation>Lo que dicen los dos archivos</translation>
        </message>
        <message>
            <source>not stated</source>
            <translation>no consta</translation>
        </message>
        <message>
            <source>several values</source>
            <translation>varios valores</translation>
        </message>
        <message>
            <source>{field} (differs)</source>
            <translation>{field} (difiere)</translation>
        </message>
    </context>
    <context>
        <name>ConnectionCheckDialog</name>
        <message>
            <source>Check again</source>
            <translation>Comprobar de nuevo</translation>
        </message>
        <message>
            <source>Checking the connection to CapOut…</source>
            <translation>Comprobando el camino a CapOut…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>Connection check</source>
            <translation>Comprobación de la conexión</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Copiado</translation>
        </message>
        <message>
            <source>Copy result</source>
            <translation>Copiar el resultado</translation>
        </message>
        <message>
            <source>Nothing is uploaded, and no credits are spent.</source>
            <translation>No se envía nada ni se gastan créditos.</translation>
        </message>
        <message>
            <source>Steps of the check</source>
            <translation>Pasos de la comprobación</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Detener</translation>
        </message>
        <message>
            <source>The check was stopped</source>
            <translation>Se detuvo la comprobación</translation>
        </message>
    </context>
    <context>
        <name>CorrectionDialog</name>
        <message>
            <source>&amp;Save</source>
            <translation>&amp;Guardar</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancelar</translation>
        </message>
        <message>
            <source>Correct what was read</source>
            <translation>Corregir lo leído</translation>
        </message>
        <message>
            <source>What {name} says</source>
            <translation>Lo que dice {name}</translation>
        </message>
        <message>
            <source>Your corrections are used in the list, in searches, in exports and in the check list. The PDF stays as it is, and CapOut gets it as it is.</source>
            <translation>Sus correcciones se usan en la lista, las búsquedas, las exportaciones y la lista de comprobación. El PDF no cambia, y CapOut lo recibe tal como es.</translation>
        </message>
        <message>
            <source>{field}: write a date such as 3/14/2026, or leave it empty.</source>
            <translation>{field}: escriba una fecha como 3/14/2026, o déjelo vacío.</translation>
        </message>
    </context>
    <context>
        <name>CoverageTable</name>
        <message>
            <source>Coverage</source>
            <translation>Cobertura</translation>
        </message>
        <message>
            <source>Coverages</source>
            <translation>Coberturas</translation>
        </message>
    </context>
    <context>
        <name>CreditsIndicator</name>
        <message>
            <source>As of {time}</source>
            <translation>Dato de: {time}</translation>
        </message>
        <message>
            <source>Checking credits…</source>
            <translation>Consultando los créditos…</translation>
        </message>
        <message>
            <source>Click for details, F5 to refresh</source>
            <translation>Haga clic para ver más; F5 consulta de nuevo a CapOut</translation>
        </message>
        <message>
            <source>Credits unknown</source>
            <translation>Créditos desconocidos</translation>
        </message>
        <message>
            <source>Low: {credits}</source>
            <translation>Bajo: {credits}</translation>
        </message>
        <message>
            <source>No credits left</source>
            <translation>No quedan créditos</translation>
        </message>
        <message>
            <source>None of them expires within 30 days</source>
            <translation>Ninguno vence en los próximos 30 días</translation>
        </message>
        <message>
            <source>{credits} · as of {time}</source>
            <translation>{credits} · dato de: {time}</translation>
        </message>
        <message>
            <source>{credits}, refreshing…</source>
            <translation>{credits}, actualizando…</translation>
        </message>
    </context>
    <context>
        <name>CreditsPanel</name>
        <message>
            <source>&amp;Refresh</source>
            <translation>&amp;Actualizar</translation>
        </message>
        <message>
            <source>&amp;Spending…</source>
            <translation>&amp;Gastos…</translation>
        </message>
        <message>
            <source>As of {time}</source>
            <translation>Dato de: {time}</translation>
        </message>
        <message>
            <source>Bought</source>
            <translation>Comprados</translation>
        </message>
        <message>
            <source>Credits</source>
            <translation>Créditos</translation>
        </message>
        <message>
            <source>Credits unknown</source>
            <translation>Créditos desconocidos</translation>
        </message>
        <message>
            <source>Expires</source>
            <translation>Vence</translation>
        </message>
        <message>
            <source>Last 30 days</source>
            <translation>Últimos 30 días</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>Quedan</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Nunca</translation>
        </message>
        <message>
            <source>None of them expires within 30 days</source>
            <translation>Ninguno vence en los próximos 30 días</translation>
        </message>
        <message>
            <source>Not checked yet</source>
            <translation>Aún no se consultó a CapOut</translation>
        </message>
        <message>
            <source>Purchases, by expiration date</source>
            <translation>Compras, primero la que vence antes</translation>
        </message>
        <message>
            <source>Refreshing…</source>
            <translation>Actualizando…</translation>
        </message>
        <message>
            <source>Unknown</source>
            <translation>Desconocida</translation>
        </message>
        <message>
            <source>{expiring}, the first on {day}</source>
            <translation>{expiring}; el primero, el {day}</translation>
        </message>
    </context>
    <context>
        <name>DataPage</name>
        <message>
            <source>&amp;Delete documents that have ended</source>
            <translation>&amp;Eliminar los documentos terminados</translation>
        </message>
        <message>
            <source>&amp;Open this folder</source>
            <translation>&amp;Abrir esta carpeta</translation>
        </message>
        <message>
            <source>&amp;Reset all settings…</source>
            <translation>Res&amp;tablecer toda la configuración…</translation>
        </message>
        <message>
            <source>After 1 year</source>
            <translation>Después de 1 año</translation>
        </message>
        <message>
            <source>After 90 days</source>
            <translation>Después de 90 días</translation>
        </message>
        <message>
            <source>Log files</source>
            <translation>Archivos de registro</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Nunca</translation>
        </message>
        <message>
            <source>No copies of files are kept at the moment.</source>
            <translation>Ahora mismo no se guarda ninguna copia de archivos.</translation>
        </message>
        <message>
            <source>O&amp;pen the log folder</source>
            <translation>Abrir la carpeta de &amp;registros</translation>
        </message>
        <message>
            <source>Puts every setting back to its default. Your list, keys and addresses stay.</source>
            <translation>Deja todo como el primer día. Su lista, sus claves y sus direcciones se conservan.</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>Restablecer</translation>
        </message>
        <message>
            <source>They hold names and addresses of homeowners. Once a day and at each start, those that ended longer ago are deleted from this computer for good; CapOut keeps its own. A file that was deleted here is no longer recognized if you add it again.</source>
            <translation>Contienen nombres y direcciones de propietarios. Una vez al día y en cada inicio, los que terminaron hace más tiempo se eliminan para siempre de esta computadora; CapOut conserva los suyos. Un archivo que se eliminó aquí ya no se reconoce si lo agrega otra vez.</translation>
        </message>
        <message>
            <source>Your keys are not in this folder. They are in this computer's keyring.</source>
            <translation>Las claves no están ahí: están en el llavero de esta computadora.</translation>
        </message>
        <message>
            <source>Your list and your settings</source>
            <translation>Su lista y su configuración</translation>
        </message>
        <message>
            <source>{copies} ({size}): attachments, files from a temporary folder, unlocked PDFs, chosen pages and PDFs made of pictures. Each is deleted once its estimate is complete or its row is removed.</source>
            <translation>{copies} ({size}): archivos adjuntos, archivos de una carpeta temporal, PDF desbloqueados, páginas elegidas y PDF hechos de imágenes. Cada una se borra cuando su estimado está completo o cuando se quita su fila.</translation>
        </message>
    </context>
    <context>
        <name>DetailPanel</name>
        <message>
            <source>Close the details</source>
            <translation>Cerrar los detalles</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Detalles</translation>
        </message>
    </context>
    <context>
        <name>DetailsSidePanel</name>
        <message>
            <source>&amp;Details</source>
            <translation>D&amp;etalles</translation>
        </message>
        <message>
            <source>Details of the selected documents (Ctrl+I)</source>
            <translation>Detalles de lo seleccionado (Ctrl+I)</translation>
        </message>
    </context>
    <context>
        <name>DocumentActions</name>
        <message>
            <source>&amp;Cancel</source>
            <translation>&amp;Cancelar</translation>
        </message>
        <message>
            <source>&amp;Open file</source>
            <translation>&amp;Abrir archivo</translation>
        </message>
        <message>
            <source>&amp;Retry</source>
            <translation>&amp;Reintentar</translation>
        </message>
        <message>
            <source>&amp;Send again…</source>
            <translation>&amp;Enviar de nuevo…</translation>
        </message>
        <message>
            <source>&amp;Unlock…</source>
            <translation>&amp;Desbloquear…</translation>
        </message>
        <message>
            <source>Choose pa&amp;ges…</source>
            <translation>Elegir pá&amp;ginas…</translation>
        </message>
        <message>
            <source>Cop&amp;y rows</source>
            <translation>Cop&amp;iar filas</translation>
        </message>
        <message>
            <source>Copy CapOut document &amp;ID</source>
            <translation>Copiar el &amp;ID de documento de CapOut</translation>
        </message>
        <message>
            <source>Dec&amp;ide…</source>
            <translation>Dec&amp;idir…</translation>
        </message>
        <message>
            <source>I&amp;nclude</source>
            <translation>I&amp;ncluir</translation>
        </message>
        <message>
            <source>Mark as re&amp;ceived</source>
            <translation>Marcar como re&amp;cibido</translation>
        </message>
        <message>
            <source>Move to &amp;top</source>
            <translation>Mover al &amp;principio</translation>
        </message>
        <message>
            <source>Pick address…</source>
            <translation>Elegir dirección…</translation>
        </message>
        <message>
            <source>Re&amp;move from the list</source>
            <translation>&amp;Quitar de la lista</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Quitar</translation>
        </message>
        <message>
            <source>S&amp;kip</source>
            <translation>O&amp;mitir</translation>
        </message>
        <message>
            <source>S&amp;tart</source>
            <translation>&amp;Iniciar</translation>
        </message>
        <message>
            <source>Send an&amp;yway</source>
            <translation>Enviar de &amp;todos modos</translation>
        </message>
        <message>
            <source>Send to another a&amp;ddress…</source>
            <translation>Enviar a otra &amp;dirección…</translation>
        </message>
        <message>
            <source>Show in &amp;folder</source>
            <translation>&amp;Mostrar en la carpeta</translation>
        </message>
    </context>
    <context>
        <name>DocumentPage</name>
        <message>
            <source>CapOut downloads this file from its link.</source>
            <translation>CapOut toma el archivo del enlace por sí mismo.</translation>
        </message>
        <message>
            <source>Compare the two files…</source>
            <translation>Comparar los dos archivos…</translation>
        </message>
        <message>
            <source>Compare with Xactimate</source>
            <translation>Comparar con Xactimate</translation>
        </message>
        <message>
            <source>Correct what was read…</source>
            <translation>Corregir lo leído…</translation>
        </message>
        <message>
            <source>Credits</source>
            <translation>Créditos</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Detalles</translation>
        </message>
        <message>
            <source>From CapOut</source>
            <translation>De CapOut</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Historial</translation>
        </message>
        <message>
            <source>Other information from CapOut</source>
            <translation>Qué más dijo CapOut</translation>
        </message>
        <message>
            <source>Stages</source>
            <translation>Etapas</translation>
        </message>
        <message>
            <source>The file is on another computer.</source>
            <translation>El archivo está en otra computadora.</translation>
        </message>
        <message>
            <source>The first page cannot be shown.</source>
            <translation>No se puede mostrar la primera página.</translation>
        </message>
        <message>
            <source>What the PDF says</source>
            <translation>Lo que dice el PDF</translation>
        </message>
    </context>
    <context>
        <name>DocumentTable</name>
        <message>
            <source>Documents</source>
            <translation>Documentos</translation>
        </message>
        <message>
            <source>One row for each file: its progress, and what it needs from you</source>
            <translation>Una fila por archivo: hasta dónde llegó y qué necesita de usted</translation>
        </message>
    </context>
    <context>
        <name>DraftButtons</name>
        <message>
            <source>Another address…</source>
            <translation>Otra dirección…</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancelar</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Descartar</translation>
        </message>
        <message>
            <source>More</source>
            <translation>Más</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <source>Nothing to send</source>
            <translation>Nada que enviar</translation>
        </message>
        <message>
            <source>Pick address…</source>
            <translation>Elegir dirección…</translation>
        </message>
        <message>
            <source>Reading the folder…</source>
            <translation>Leyendo la carpeta…</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>Cambiar nombre</translation>
        </message>
        <message>
            <source>Rename the draft</source>
            <translation>Cambiar el nombre del borrador</translation>
        </message>
        <message>
            <source>Rename…</source>
            <translation>Cambiar nombre…</translation>
        </message>
        <message>
            <source>Send to {address}</source>
            <translation>Enviar a {address}</translation>
        </message>
        <message>
            <source>Send {number}</source>
            <translation>Enviar {number}</translation>
        </message>
        <message>
            <source>Usually looks like name@instance. Please check it.</source>
            <translation>Normalmente se ve como nombre@instancia. Revísela, por favor.</translation>
        </message>
        <message>
            <source>{action}: {name}</source>
            <translation>{action}: {name}</translation>
        </message>
    </context>
    <context>
        <name>DropOverlay</name>
        <message>
            <source>Drop anywhere in this window</source>
            <translation>Suéltelo en cualquier lugar de esta ventana</translation>
        </message>
    </context>
    <context>
        <name>ExportAction</name>
        <message>
            <source>&amp;Export the list as CSV…</source>
            <translation>E&amp;xportar la lista como CSV…</translation>
        </message>
        <message>
            <source>CapOut batch {day}.csv</source>
            <translation>Lote de CapOut {day}.csv</translation>
        </message>
        <message>
            <source>CapOut documents {day}.csv</source>
            <translation>Documentos de CapOut {day}.csv</translation>
        </message>
        <message>
            <source>Export the batch</source>
            <translation>Exportar el lote</translation>
        </message>
        <message>
            <source>Export the list</source>
            <translation>Exportar la lista</translation>
        </message>
    </context>
    <context>
        <name>FileInput</name>
        <message>
            <source>Nothing here can be added</source>
            <translation>Aquí no hay nada que se pueda agregar</translation>
        </message>
        <message>
            <source>Nothing to paste</source>
            <translation>No hay nada que pegar</translation>
        </message>
        <message>
            <source>Save the attachment first, then drag it here</source>
            <translation>Primero guarde el archivo adjunto; luego arrástrelo aquí</translation>
        </message>
        <message>
            <source>You can add PDF files, pictures (.jpg, .png, .tif), emails (.eml, .msg), ZIP archives, folders and links that begin with https://</source>
            <translation>Puede agregar archivos PDF, imágenes (.jpg, .png, .tif), correos (.eml, .msg), archivos ZIP, carpetas y enlaces que empiecen con https://</translation>
        </message>
        <message>
            <source>Your mail program has not saved this file to the disk yet.</source>
            <translation>El programa de correo todavía no guardó este archivo en el disco.</translation>
        </message>
    </context>
    <context>
        <name>FilterChips</name>
        <message>
            <source>Filter the list</source>
            <translation>Filtrar la lista</translation>
        </message>
    </context>
    <context>
        <name>FirstStartPage</name>
        <message>
            <source>&amp;XactNet address</source>
            <translation>Dirección &amp;XactNet</translation>
        </message>
        <message>
            <source>API &amp;key</source>
            <translation>&amp;Clave de API</translation>
        </message>
        <message>
            <source>Connect to CapOut</source>
            <translation>Conectarse a CapOut</translation>
        </message>
        <message>
            <source>Enter these two once. After that, drop estimates into this window to send them to Xactimate.</source>
            <translation>Escriba estos dos datos una sola vez. Después, suelte los estimados en esta ventana para enviarlos a Xactimate.</translation>
        </message>
        <message>
            <source>In CapOut's web app: Settings → API keys</source>
            <translation>En la aplicación web de CapOut: Settings → API keys</translation>
        </message>
        <message>
            <source>In Xactimate desktop: Help → About Xactimate. In Xactimate online: the profile icon.</source>
            <translation>En Xactimate de escritorio: Help → About Xactimate. En Xactimate en línea: el ícono de perfil.</translation>
        </message>
        <message>
            <source>No key yet?</source>
            <translation>¿Aún no tiene clave?</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Ahora no</translation>
        </message>
        <message>
            <source>Opens a second window on a practice CapOut, which costs nothing</source>
            <translation>Abre una segunda ventana en un CapOut de práctica, que no cuesta nada</translation>
        </message>
        <message>
            <source>Practice with sample estimates</source>
            <translation>Practicar con estimados de ejemplo</translation>
        </message>
        <message>
            <source>Store it there anyway</source>
            <translation>Guardarla ahí de todos modos</translation>
        </message>
        <message>
            <source>Test key and start</source>
            <translation>Probar la clave y empezar</translation>
        </message>
        <message>
            <source>Testing the key…</source>
            <translation>Probando la clave…</translation>
        </message>
        <message>
            <source>Try the keyring again</source>
            <translation>Preguntar otra vez al llavero</translation>
        </message>
        <message>
            <source>XactNet address</source>
            <translation>Dirección XactNet</translation>
        </message>
    </context>
    <context>
        <name>HelpActions</name>
        <message>
            <source>&amp;About CapOut Desktop</source>
            <translation>&amp;Acerca de CapOut Desktop</translation>
        </message>
        <message>
            <source>&amp;Connection check…</source>
            <translation>&amp;Comprobar la conexión…</translation>
        </message>
        <message>
            <source>&amp;Keyboard shortcuts</source>
            <translation>A&amp;tajos de teclado</translation>
        </message>
        <message>
            <source>&amp;User guide</source>
            <translation>Guía del &amp;usuario</translation>
        </message>
        <message>
            <source>Copy &amp;diagnostics</source>
            <translation>Copiar el dia&amp;gnóstico</translation>
        </message>
        <message>
            <source>Open &amp;log folder</source>
            <translation>Abrir la carpeta de &amp;registros</translation>
        </message>
    </context>
    <context>
        <name>KeyBadge</name>
        <message>
            <source>LIVE</source>
            <translation>REAL</translation>
        </message>
        <message>
            <source>Live key: uploads cost real credits</source>
            <translation>Clave real: se gastan créditos reales</translation>
        </message>
        <message>
            <source>Practice mode: nothing leaves this computer, and nothing is charged</source>
            <translation>Modo de práctica: nada sale de esta computadora y no se cobra nada</translation>
        </message>
        <message>
            <source>SANDBOX</source>
            <translation>PRÁCTICA</translation>
        </message>
        <message>
            <source>TEST</source>
            <translation>PRUEBA</translation>
        </message>
        <message>
            <source>Test key: uploads cost no real credits</source>
            <translation>Clave de prueba: no se gastan créditos reales</translation>
        </message>
    </context>
    <context>
        <name>ListedRows</name>
        <message>
            <source>usually {duration} each</source>
            <translation>normalmente {duration} cada uno</translation>
        </message>
    </context>
    <context>
        <name>NetworkPage</name>
        <message>
            <source>&amp;Direct, without a proxy</source>
            <translation>&amp;Directo, sin proxy</translation>
        </message>
        <message>
            <source>Applies to new uploads right away. Uploads in progress are not affected.</source>
            <translation>Vale de inmediato para lo que empiece desde ahora; lo que está en curso sigue.</translation>
        </message>
        <message>
            <source>Internet connection</source>
            <translation>Conexión a internet</translation>
        </message>
        <message>
            <source>Proxy address</source>
            <translation>Dirección del proxy</translation>
        </message>
        <message>
            <source>Through &amp;this proxy:</source>
            <translation>Por &amp;este proxy:</translation>
        </message>
        <message>
            <source>Use the &amp;system's settings</source>
            <translation>&amp;Como está configurado el sistema</translation>
        </message>
    </context>
    <context>
        <name>NoResultsPage</name>
        <message>
            <source>Clear the search</source>
            <translation>Borrar la búsqueda</translation>
        </message>
        <message>
            <source>Documents are listed here once they are in Xactimate.</source>
            <translation>Los documentos aparecen aquí cuando están en Xactimate.</translation>
        </message>
        <message>
            <source>Documents that are on hold, failed, or can't be sent are listed here.</source>
            <translation>Aquí aparecería lo detenido, lo fallido o lo que no se puede enviar.</translation>
        </message>
        <message>
            <source>Documents you add are listed here until they are in Xactimate or need you.</source>
            <translation>Lo que agregue aparece aquí hasta que esté en Xactimate o lo necesite a usted.</translation>
        </message>
        <message>
            <source>No documents of the organization</source>
            <translation>La organización no tiene documentos</translation>
        </message>
        <message>
            <source>Nothing is complete yet</source>
            <translation>Todavía no hay nada completo</translation>
        </message>
        <message>
            <source>Nothing is in progress</source>
            <translation>No hay nada en curso</translation>
        </message>
        <message>
            <source>Nothing matches “{words}”</source>
            <translation>Nada coincide con “{words}”</translation>
        </message>
        <message>
            <source>Nothing needs you</source>
            <translation>Nada requiere su atención</translation>
        </message>
        <message>
            <source>Nothing under “{filter}” matches “{words}”</source>
            <translation>Nada en “{filter}” coincide con “{words}”</translation>
        </message>
        <message>
            <source>Show all documents</source>
            <translation>Mostrar todos los documentos</translation>
        </message>
        <message>
            <source>The search covers names, addresses, CapOut IDs and statuses.</source>
            <translation>Se buscó en nombres, direcciones, ID de CapOut y estados.</translation>
        </message>
    </context>
    <context>
        <name>NotificationsPage</name>
        <message>
            <source>&amp;Keep running when the window is closed</source>
            <translation>&amp;Seguir funcionando al cerrar la ventana</translation>
        </message>
        <message>
            <source>&amp;Start with the computer</source>
            <translation>&amp;Iniciar con la computadora</translation>
        </message>
        <message>
            <source>&amp;Tell me about finished batches and failures</source>
            <translation>&amp;Avisarme de lotes terminados y de fallas</translation>
        </message>
        <message>
            <source>It starts in the tray when you log in, so that the watched folder is watched from then on.</source>
            <translation>Se inicia en la bandeja cuando usted inicia sesión, así la carpeta vigilada se vigila desde entonces.</translation>
        </message>
        <message>
            <source>Never</source>
            <translation>Nunca</translation>
        </message>
        <message>
            <source>Not available in a Flatpak or Snap, which may not start itself. Add CapOut Desktop to the startup programs in your desktop's settings.</source>
            <translation>No disponible en un Flatpak o Snap, que no puede iniciarse solo. Agregue CapOut Desktop a los programas de inicio en la configuración de su escritorio.</translation>
        </message>
        <message>
            <source>Not available in practice mode.</source>
            <translation>No disponible en el modo de práctica.</translation>
        </message>
        <message>
            <source>The warning is in the status bar. With 0 you are warned only when none are left.</source>
            <translation>La barra de estado avisa entonces. Con 0 avisa solo cuando no queda ninguno.</translation>
        </message>
        <message>
            <source>Uploads continue, and the icon next to the clock brings the window back. If your desktop has no place for the icon, closing the window quits the program.</source>
            <translation>Los envíos siguen, y un ícono junto al reloj devuelve la ventana. Donde el escritorio no tiene ese lugar, cerrar la ventana termina el programa.</translation>
        </message>
        <message>
            <source>Warn when &amp;credits are at or below</source>
            <translation>&amp;Los créditos están bajos desde este número hacia abajo</translation>
        </message>
        <message>
            <source>You get one message for each batch, not one for each document.</source>
            <translation>Un aviso por lote, nunca uno por documento. Desactivado significa ninguno.</translation>
        </message>
    </context>
    <context>
        <name>OrganizationForm</name>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Nombre</translation>
        </message>
        <message>
            <source>API &amp;key</source>
            <translation>&amp;Clave de API</translation>
        </message>
        <message>
            <source>Add an organization</source>
            <translation>Agregar una organización</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Volver</translation>
        </message>
        <message>
            <source>Create its key in CapOut's web app, under Settings → API keys.</source>
            <translation>Su clave se crea en la aplicación web de CapOut, en Settings → API keys.</translation>
        </message>
        <message>
            <source>Create the new key in CapOut's web app first, and delete the old one there last. Documents in progress are not interrupted.</source>
            <translation>Primero cree la nueva en la aplicación web de CapOut, y borre allí la anterior al final: mientras tanto, lo que está en curso sigue.</translation>
        </message>
        <message>
            <source>For example, Harbor Restoration</source>
            <translation>Como usted la llama, por ejemplo Harbor Restoration</translation>
        </message>
        <message>
            <source>Its key is removed from this computer's keyring. Until you add the organization again, its documents in progress can't be tracked, and its waiting documents are not sent. Nothing changes at CapOut.</source>
            <translation>Su clave se quita del llavero de esta computadora. Los documentos de esta organización que están en curso ya no se pueden seguir, y los que esperan no se envían, hasta que agregue otra vez una clave suya. En CapOut no cambia nada.</translation>
        </message>
        <message>
            <source>Only this computer shows this name.</source>
            <translation>El nombre se ve solo en esta computadora.</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Quitar</translation>
        </message>
        <message>
            <source>Remove {organization}?</source>
            <translation>¿Quitar {organization}?</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>Cambiar nombre</translation>
        </message>
        <message>
            <source>Rename {organization}</source>
            <translation>Cambiar el nombre de {organization}</translation>
        </message>
        <message>
            <source>Replace the key of {organization}</source>
            <translation>Reemplazar la clave de {organization}</translation>
        </message>
        <message>
            <source>Test key and add</source>
            <translation>Probar la clave y agregar</translation>
        </message>
        <message>
            <source>Test key and replace</source>
            <translation>Probar la clave y reemplazar</translation>
        </message>
        <message>
            <source>Testing the key…</source>
            <translation>Probando la clave…</translation>
        </message>
    </context>
    <context>
        <name>OrganizationSwitcher</name>
        <message>
            <source>Needs a key</source>
            <translation>Necesita una clave</translation>
        </message>
        <message>
            <source>New documents use the key of {organization}</source>
            <translation>Los documentos nuevos salen con la clave de {organization}</translation>
        </message>
        <message>
            <source>New documents use this session's key, which is never stored</source>
            <translation>Los documentos nuevos salen con la clave de esta sesión, que nunca se guarda</translation>
        </message>
        <message>
            <source>Organization: {name}</source>
            <translation>Organización: {name}</translation>
        </message>
        <message>
            <source>Switch &amp;organization</source>
            <translation>Cambiar de or&amp;ganización</translation>
        </message>
    </context>
    <context>
        <name>OrganizationsDialog</name>
        <message>
            <source>&amp;Add an organization…</source>
            <translation>&amp;Agregar una organización…</translation>
        </message>
        <message>
            <source>&amp;Color</source>
            <translation>&amp;Color</translation>
        </message>
        <message>
            <source>&amp;Remove…</source>
            <translation>&amp;Quitar…</translation>
        </message>
        <message>
            <source>&amp;Test key</source>
            <translation>&amp;Probar la clave</translation>
        </message>
        <message>
            <source>&amp;Use for new documents</source>
            <translation>&amp;Usar para documentos nuevos</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>Each has its own key in this computer's keyring. Documents stay with the organization they were added for.</source>
            <translation>Cada una tiene su propia clave en el llavero de esta computadora. Lo que se agregó para una se queda con ella.</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Clave</translation>
        </message>
        <message>
            <source>Key type</source>
            <translation>Tipo de clave</translation>
        </message>
        <message>
            <source>Organization</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>Organization ID</source>
            <translation>ID de la organización</translation>
        </message>
        <message>
            <source>Organizations</source>
            <translation>Organizaciones</translation>
        </message>
        <message>
            <source>Re&amp;name…</source>
            <translation>Cambiar el &amp;nombre…</translation>
        </message>
        <message>
            <source>Replace &amp;key…</source>
            <translation>Reemplazar la &amp;clave…</translation>
        </message>
        <message>
            <source>Sends to</source>
            <translation>Envía a</translation>
        </message>
        <message>
            <source>Testing…</source>
            <translation>Probando…</translation>
        </message>
        <message>
            <source>The key works</source>
            <translation>La clave funciona</translation>
        </message>
        <message>
            <source>{organization} (in use)</source>
            <translation>{organization} (en uso)</translation>
        </message>
    </context>
    <context>
        <name>OrganizationsView</name>
        <message>
            <source>&amp;Manage organizations…</source>
            <translation>Administrar &amp;organizaciones…</translation>
        </message>
        <message>
            <source>Change &amp;key…</source>
            <translation>Cambiar la &amp;clave…</translation>
        </message>
    </context>
    <context>
        <name>PageGrid</name>
        <message>
            <source>Blank</source>
            <translation>En blanco</translation>
        </message>
        <message>
            <source>Estimate</source>
            <translation>Estimado</translation>
        </message>
        <message>
            <source>Guide</source>
            <translation>Guía</translation>
        </message>
        <message>
            <source>Letter</source>
            <translation>Carta</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>Otra</translation>
        </message>
        <message>
            <source>Page {number}</source>
            <translation>Página {number}</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Páginas</translation>
        </message>
        <message>
            <source>Photos</source>
            <translation>Fotos</translation>
        </message>
        <message>
            <source>Scan</source>
            <translation>Escaneado</translation>
        </message>
        <message>
            <source>Sketch</source>
            <translation>Croquis</translation>
        </message>
        <message>
            <source>chosen</source>
            <translation>elegida</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>omitida</translation>
        </message>
    </context>
    <context>
        <name>PagesDialog</name>
        <message>
            <source>&amp;All</source>
            <translation>&amp;Todas</translation>
        </message>
        <message>
            <source>&amp;Estimate only</source>
            <translation>Solo el &amp;estimado</translation>
        </message>
        <message>
            <source>&amp;None</source>
            <translation>&amp;Ninguna</translation>
        </message>
        <message>
            <source>&amp;Pages:</source>
            <translation>&amp;Páginas:</translation>
        </message>
        <message>
            <source>&amp;Send these pages</source>
            <translation>&amp;Enviar estas páginas</translation>
        </message>
        <message>
            <source>&amp;Turn</source>
            <translation>&amp;Girar</translation>
        </message>
        <message>
            <source>&amp;Use these pages</source>
            <translation>&amp;Usar estas páginas</translation>
        </message>
        <message>
            <source>1-12, 15</source>
            <translation>1-12, 15</translation>
        </message>
        <message>
            <source>A copy with the ticked pages is sent. Your file stays as it is.</source>
            <translation>Se envía una copia con las páginas marcadas. Su archivo queda como está.</translation>
        </message>
        <message>
            <source>Arrange pages</source>
            <translation>Ordenar páginas</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancelar</translation>
        </message>
        <message>
            <source>Choose pages</source>
            <translation>Elegir páginas</translation>
        </message>
        <message>
            <source>Making the copy…</source>
            <translation>Haciendo la copia…</translation>
        </message>
        <message>
            <source>Move &amp;earlier</source>
            <translation>Mover &amp;antes</translation>
        </message>
        <message>
            <source>Move &amp;later</source>
            <translation>Mover &amp;después</translation>
        </message>
        <message>
            <source>No copy of these pages can be made.</source>
            <translation>No se puede hacer una copia de estas páginas.</translation>
        </message>
        <message>
            <source>No page is ticked.</source>
            <translation>No hay ninguna página marcada.</translation>
        </message>
        <message>
            <source>Pages to send, such as 1-12, 15</source>
            <translation>Páginas que se envían, por ejemplo 1-12, 15</translation>
        </message>
        <message>
            <source>Place {number}</source>
            <translation>Lugar {number}</translation>
        </message>
        <message>
            <source>Reading the pages…</source>
            <translation>Leyendo las páginas…</translation>
        </message>
        <message>
            <source>The copy could not be made, or the file is being sent already.</source>
            <translation>No se pudo hacer la copia, o el archivo ya se está enviando.</translation>
        </message>
        <message>
            <source>The file cannot be opened. Press Retry in its row to see why.</source>
            <translation>No se puede abrir el archivo. Pulse Reintentar en su fila para ver el motivo.</translation>
        </message>
        <message>
            <source>Type pages such as 1-12, 15; there are {number}.</source>
            <translation>Escriba páginas como 1-12, 15; hay {number}.</translation>
        </message>
        <message>
            <source>Untick pictures to leave them out. Move and turn them as they are to be read.</source>
            <translation>Desmarque las imágenes que no quiera enviar. Muévalas y gírelas hasta que se lean bien.</translation>
        </message>
        <message>
            <source>{chosen} of {pages}</source>
            <translation>{chosen} de {pages}</translation>
        </message>
        <message>
            <source>{pages}, size: …</source>
            <translation>{pages}, tamaño: …</translation>
        </message>
        <message>
            <source>{pages}, {size}</source>
            <translation>{pages}, {size}</translation>
        </message>
        <message>
            <source>{pages}, {size}: CapOut may find it too large</source>
            <translation>{pages}, {size}: puede ser demasiado grande para CapOut</translation>
        </message>
        <message>
            <source>{pages}, {size}: still too large for CapOut</source>
            <translation>{pages}, {size}: todavía es demasiado grande para CapOut</translation>
        </message>
    </context>
    <context>
        <name>PdfPageView</name>
        <message>
            <source>&amp;Next page</source>
            <translation>Página &amp;siguiente</translation>
        </message>
        <message>
            <source>&amp;Previous page</source>
            <translation>Página &amp;anterior</translation>
        </message>
        <message>
            <source>Page {number} of {count}</source>
            <translation>Página {number} de {count}</translation>
        </message>
        <message>
            <source>Reading the page…</source>
            <translation>Leyendo la página…</translation>
        </message>
        <message>
            <source>This page cannot be shown. Open the PDF in another program.</source>
            <translation>No se puede mostrar esta página. Abra el PDF en otro programa.</translation>
        </message>
    </context>
    <context>
        <name>Preview</name>
        <message>
            <source>First page</source>
            <translation>Primera página</translation>
        </message>
        <message>
            <source>No preview</source>
            <translation>Sin vista previa</translation>
        </message>
        <message>
            <source>Reading the first page</source>
            <translation>Se está leyendo la primera página</translation>
        </message>
    </context>
    <context>
        <name>QueueActions</name>
        <message>
            <source>&amp;Pause sending</source>
            <translation>&amp;Pausar los envíos</translation>
        </message>
        <message>
            <source>&amp;Undo removal</source>
            <translation>&amp;Deshacer lo quitado</translation>
        </message>
        <message>
            <source>C&amp;lear completed</source>
            <translation>&amp;Quitar los terminados</translation>
        </message>
        <message>
            <source>Retry all &amp;failed</source>
            <translation>Reintentar todos los &amp;fallidos</translation>
        </message>
        <message>
            <source>Uploads at a &amp;time</source>
            <translation>Cargas a la ve&amp;z</translation>
        </message>
    </context>
    <context>
        <name>QuitQuestion</name>
        <message>
            <source>Keep open</source>
            <translation>Dejar abierto</translation>
        </message>
        <message>
            <source>Nothing is being sent any more.</source>
            <translation>Ya no se está enviando nada.</translation>
        </message>
        <message>
            <source>Nothing is lost if you quit. Unfinished uploads are not charged, and they are sent when you start CapOut Desktop again.</source>
            <translation>No se pierde nada si sale: lo que no se envió completo no se cobra, y sale cuando vuelva a abrir CapOut Desktop.</translation>
        </message>
        <message>
            <source>Quit now</source>
            <translation>Salir ahora</translation>
        </message>
        <message>
            <source>Quit when uploads have finished</source>
            <translation>Salir cuando terminen los envíos</translation>
        </message>
        <message>
            <source>Stop them and quit</source>
            <translation>Detenerlos y salir</translation>
        </message>
        <message>
            <source>The uploads have finished</source>
            <translation>Los envíos han terminado</translation>
        </message>
    </context>
    <context>
        <name>ScopeSwitch</name>
        <message>
            <source>Also list documents that were submitted in the web app or on another computer</source>
            <translation>Mostrar también lo enviado desde la aplicación web o desde otra computadora</translation>
        </message>
        <message>
            <source>List documents that were added on this computer</source>
            <translation>Mostrar lo agregado en esta computadora</translation>
        </message>
        <message>
            <source>This computer</source>
            <translation>Esta computadora</translation>
        </message>
        <message>
            <source>Which documents are listed</source>
            <translation>Qué documentos se muestran</translation>
        </message>
        <message>
            <source>Whole organization</source>
            <translation>Toda la organización</translation>
        </message>
    </context>
    <context>
        <name>SearchBar</name>
        <message>
            <source>&amp;Find…</source>
            <translation>&amp;Buscar…</translation>
        </message>
        <message>
            <source>Order of arrival</source>
            <translation>Orden de llegada</translation>
        </message>
        <message>
            <source>S&amp;ort by</source>
            <translation>&amp;Ordenar por</translation>
        </message>
        <message>
            <source>Searching…</source>
            <translation>Buscando…</translation>
        </message>
        <message>
            <source>{shown} of {total} shown</source>
            <translation>Se muestran {shown} de {total}</translation>
        </message>
    </context>
    <context>
        <name>SearchField</name>
        <message>
            <source>Clear the search</source>
            <translation>Borrar la búsqueda</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Buscar</translation>
        </message>
        <message>
            <source>Search the list</source>
            <translation>Buscar en la lista</translation>
        </message>
        <message>
            <source>Searches names, addresses, CapOut IDs and statuses (Ctrl+F)</source>
            <translation>Busca palabras en nombres, direcciones, ID de CapOut y estados (Ctrl+F)</translation>
        </message>
    </context>
    <context>
        <name>SelectionBar</name>
        <message>
            <source>Clear selection</source>
            <translation>Anular la selección</translation>
        </message>
        <message>
            <source>Selected documents</source>
            <translation>Documentos seleccionados</translation>
        </message>
    </context>
    <context>
        <name>SendBar</name>
        <message>
            <source>&amp;Send to</source>
            <translation>&amp;Enviar a</translation>
        </message>
        <message>
            <source>Add PDFs…</source>
            <translation>Agregar PDF…</translation>
        </message>
        <message>
            <source>Choose PDF estimates (Ctrl+O)</source>
            <translation>Elegir estimados en PDF (Ctrl+O)</translation>
        </message>
        <message>
            <source>Choose PDF estimates on this computer</source>
            <translation>Elegir estimados en PDF en esta computadora</translation>
        </message>
    </context>
    <context>
        <name>SendingPage</name>
        <message>
            <source>&amp;As soon as they are checked</source>
            <translation>E&amp;n cuanto se revisan</translation>
        </message>
        <message>
            <source>&amp;When I choose Start</source>
            <translation>&amp;Cuando elija Iniciar</translation>
        </message>
        <message>
            <source>A lower number leaves more of a slow connection for the rest of the office.</source>
            <translation>Con menos, una conexión lenta alcanza mejor para el resto de la oficina.</translation>
        </message>
        <message>
            <source>As&amp;k before sending several files</source>
            <translation>&amp;Preguntar antes de que salgan varios archivos a la vez</translation>
        </message>
        <message>
            <source>Uploads at a &amp;time</source>
            <translation>Cargas a la ve&amp;z</translation>
        </message>
        <message>
            <source>When to send</source>
            <translation>Cuándo salen los documentos</translation>
        </message>
        <message>
            <source>You see which files are ready, who gets them, and your credits, before anything is sent.</source>
            <translation>Una hoja muestra cuáles saldrán, a quién y cuánto queda por gastar.</translation>
        </message>
    </context>
    <context>
        <name>SentBar</name>
        <message>
            <source>Sent</source>
            <translation>Enviado</translation>
        </message>
    </context>
    <context>
        <name>SettingsDialog</name>
        <message>
            <source>Addresses</source>
            <translation>Direcciones</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>Apariencia</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>Datos</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>Red</translation>
        </message>
        <message>
            <source>Notifications</source>
            <translation>Notificaciones</translation>
        </message>
        <message>
            <source>Pages of the settings</source>
            <translation>Páginas de la configuración</translation>
        </message>
        <message>
            <source>Sending</source>
            <translation>Envíos</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Configuración</translation>
        </message>
        <message>
            <source>Watch folder</source>
            <translation>Carpeta vigilada</translation>
        </message>
    </context>
    <context>
        <name>SettingsDialogController</name>
        <message>
            <source>&amp;Settings…</source>
            <translation>Co&amp;nfiguración…</translation>
        </message>
    </context>
    <context>
        <name>ShortcutsSheet</name>
        <message>
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Atajos de teclado</translation>
        </message>
    </context>
    <context>
        <name>SignBar</name>
        <message>
            <source>&amp;Add key…</source>
            <translation>&amp;Agregar clave…</translation>
        </message>
        <message>
            <source>&amp;Buy credits</source>
            <translation>&amp;Comprar créditos</translation>
        </message>
        <message>
            <source>&amp;Keep open</source>
            <translation>&amp;Dejar abierto</translation>
        </message>
        <message>
            <source>&amp;Resume</source>
            <translation>&amp;Reanudar</translation>
        </message>
        <message>
            <source>CapOut Desktop quits when everything is sent.</source>
            <translation>CapOut Desktop se cierra cuando todo esté enviado.</translation>
        </message>
        <message>
            <source>No API key yet. Documents wait until you add one.</source>
            <translation>Aún no hay clave de API. Los documentos esperan hasta que agregue una.</translation>
        </message>
        <message>
            <source>Not enough credits</source>
            <translation>No hay créditos suficientes</translation>
        </message>
        <message>
            <source>Not enough credits at {organization}</source>
            <translation>No hay créditos suficientes en {organization}</translation>
        </message>
        <message>
            <source>Sending is paused. Nothing new starts until you resume.</source>
            <translation>El envío está en pausa. No empieza nada nuevo hasta que lo reanude.</translation>
        </message>
        <message>
            <source>What documents wait for</source>
            <translation>Qué esperan los documentos</translation>
        </message>
    </context>
    <context>
        <name>SpendingReport</name>
        <message>
            <source>&amp;By</source>
            <translation>&amp;Por</translation>
        </message>
        <message>
            <source>&amp;Close</source>
            <translation>&amp;Cerrar</translation>
        </message>
        <message>
            <source>&amp;Export as CSV…</source>
            <translation>&amp;Exportar como CSV…</translation>
        </message>
        <message>
            <source>&amp;Time</source>
            <translation>&amp;Período</translation>
        </message>
        <message>
            <source>Credits</source>
            <translation>Créditos</translation>
        </message>
        <message>
            <source>Documents</source>
            <translation>Documentos</translation>
        </message>
        <message>
            <source>Export the spending</source>
            <translation>Exportar los gastos</translation>
        </message>
        <message>
            <source>Exported as {name}</source>
            <translation>Exportado como {name}</translation>
        </message>
        <message>
            <source>For</source>
            <translation>Concepto</translation>
        </message>
        <message>
            <source>Last {days} days</source>
            <translation>Últimos {days} días</translation>
        </message>
        <message>
            <source>No spending is known for this time.</source>
            <translation>Hasta donde se sabe, no se gastó nada en este período.</translation>
        </message>
        <message>
            <source>Spending</source>
            <translation>Gastos</translation>
        </message>
        <message>
            <source>about {credits}</source>
            <translation>unos {credits}</translation>
        </message>
        <message>
            <source>{documents}, {credits}</source>
            <translation>{documents}, {credits}</translation>
        </message>
        <message>
            <source>“About” means that several documents were charged together and the cost was divided.</source>
            <translation>Donde dice unos, varios documentos se pagaron juntos y se repartió lo que costaron.</translation>
        </message>
    </context>
    <context>
        <name>StateBlock</name>
        <message>
            <source>CapOut's exact words</source>
            <translation>Lo que se dijo, palabra por palabra</translation>
        </message>
    </context>
    <context>
        <name>StatusBar</name>
        <message>
            <source>No API key yet</source>
            <translation>Aún no hay clave de API</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Listo</translation>
        </message>
    </context>
    <context>
        <name>SubmittedElsewhereView</name>
        <message>
            <source>As of {time}</source>
            <translation>Dato de: {time}</translation>
        </message>
        <message>
            <source>As of {time}, old: {problem}</source>
            <translation>Dato de: {time}, atrasado: {problem}</translation>
        </message>
        <message>
            <source>Asking CapOut…</source>
            <translation>Consultando a CapOut…</translation>
        </message>
        <message>
            <source>Documents that you or your colleagues send to CapOut are listed here.</source>
            <translation>Aquí aparecerá lo que usted o sus colegas envíen a CapOut.</translation>
        </message>
        <message>
            <source>Loading the list from CapOut.</source>
            <translation>La lista llega de CapOut en un momento.</translation>
        </message>
    </context>
    <context>
        <name>SummaryPage</name>
        <message>
            <source>By state</source>
            <translation>Por estado</translation>
        </message>
        <message>
            <source>Together</source>
            <translation>En conjunto</translation>
        </message>
    </context>
    <context>
        <name>TimelineText</name>
        <message>
            <source>History</source>
            <translation>Historial</translation>
        </message>
    </context>
    <context>
        <name>Toast</name>
        <message>
            <source>Dismiss</source>
            <translation>Descartar</translation>
        </message>
    </context>
    <context>
        <name>Tray</name>
        <message>
            <source>&amp;Open CapOut Desktop</source>
            <translation>&amp;Abrir CapOut Desktop</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Salir</translation>
        </message>
        <message>
            <source>CapOut Desktop</source>
            <translation>CapOut Desktop</translation>
        </message>
    </context>
    <context>
        <name>UnlockDialog</name>
        <message>
            <source>&amp;Show the password</source>
            <translation>&amp;Mostrar la contraseña</translation>
        </message>
        <message>
            <source>&amp;Unlock</source>
            <translation>&amp;Desbloquear</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Cancelar</translation>
        </message>
        <message>
            <source>It is often the claim number. An unlocked copy is sent; your file stays as it is, and the password is kept nowhere.</source>
            <translation>Suele ser el número del reclamo. Se envía una copia desbloqueada; su archivo queda como está y la contraseña no se guarda en ninguna parte.</translation>
        </message>
        <message>
            <source>No unlocked copy could be made. Print it to a PDF, and add that.</source>
            <translation>No se pudo hacer una copia desbloqueada. Imprímalo a un PDF y añádalo.</translation>
        </message>
        <message>
            <source>Password of the PDF</source>
            <translation>Contraseña del PDF</translation>
        </message>
        <message>
            <source>This is not the password. Check the claim number, and try again.</source>
            <translation>Esta no es la contraseña. Compruebe el número del reclamo y vuelva a intentarlo.</translation>
        </message>
        <message>
            <source>Unlock</source>
            <translation>Desbloquear</translation>
        </message>
        <message>
            <source>{name} asks for a password</source>
            <translation>{name} pide una contraseña</translation>
        </message>
    </context>
    <context>
        <name>UpdateActions</name>
        <message>
            <source>Check for &amp;updates</source>
            <translation>Buscar act&amp;ualizaciones</translation>
        </message>
        <message>
            <source>Check for updates once a &amp;day</source>
            <translation>Buscar actualizaciones una vez al &amp;día</translation>
        </message>
    </context>
    <context>
        <name>ViewActions</name>
        <message>
            <source>&amp;Collapse all</source>
            <translation>&amp;Contraer todos</translation>
        </message>
        <message>
            <source>&amp;Density</source>
            <translation>&amp;Densidad</translation>
        </message>
        <message>
            <source>&amp;Expand all</source>
            <translation>&amp;Expandir todos</translation>
        </message>
        <message>
            <source>&amp;Group by</source>
            <translation>&amp;Agrupar por</translation>
        </message>
        <message>
            <source>&amp;Show</source>
            <translation>&amp;Mostrar</translation>
        </message>
    </context>
    <context>
        <name>WatchPage</name>
        <message>
            <source>&amp;Choose folder…</source>
            <translation>&amp;Elegir carpeta…</translation>
        </message>
        <message>
            <source>&amp;Leave it where it is</source>
            <translation>&amp;Dejarlo donde está</translation>
        </message>
        <message>
            <source>&amp;Move it to the folder “Sent” inside that folder</source>
            <translation>&amp;Moverlo a la carpeta “Sent”, al lado</translation>
        </message>
        <message>
            <source>After a file is sent</source>
            <translation>Después de enviar un archivo</translation>
        </message>
        <message>
            <source>Always paid for by {organization}.</source>
            <translation>Lo paga {organization}, sea cual sea la organización en uso.</translation>
        </message>
        <message>
            <source>Choose the folder to watch</source>
            <translation>Elija la carpeta que se vigilará</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Carpeta</translation>
        </message>
        <message>
            <source>No folder is watched</source>
            <translation>No se vigila ninguna carpeta</translation>
        </message>
        <message>
            <source>S&amp;top watching</source>
            <translation>Dejar de &amp;vigilar</translation>
        </message>
        <message>
            <source>Save estimates to one folder, from your mail program or a scanner, and they are added automatically. No file is added twice.</source>
            <translation>Guarde los estimados en una carpeta, desde su programa de correo o un escáner, y se agregan solos cuando están completos. Ninguno se toma dos veces.</translation>
        </message>
        <message>
            <source>Send &amp;found files to</source>
            <translation>En&amp;viar los archivos encontrados a</translation>
        </message>
        <message>
            <source>The address at the top of the window, as it is now</source>
            <translation>La dirección de la parte superior de la ventana, tal como está ahora</translation>
        </message>
        <message>
            <source>Watched folder</source>
            <translation>Carpeta vigilada</translation>
        </message>
    </context>
    <context>
        <name>WatchSign</name>
        <message>
            <source>Click for its settings</source>
            <translation>Haga clic para ver su configuración</translation>
        </message>
        <message>
            <source>Watching {folder}</source>
            <translation>Vigilando {folder}</translation>
        </message>
    </context>
    <context>
        <name>WelcomePage</name>
        <message>
            <source>Browse…</source>
            <translation>Examinar…</translation>
        </message>
        <message>
            <source>Choose PDF estimates</source>
            <translation>Elegir estimados en PDF</translation>
        </message>
        <message>
            <source>Drag files or a whole folder here. CapOut sends each one to Xactimate at the address above.</source>
            <translation>Arrástrelos desde una carpeta o suelte la carpeta completa. Cada uno va a CapOut y llega a Xactimate, a la dirección de arriba.</translation>
        </message>
        <message>
            <source>Drop PDF estimates here</source>
            <translation>Suelte aquí los estimados en PDF</translation>
        </message>
        <message>
            <source>PDF up to 50 MB  ·  Ctrl+V pastes files, too</source>
            <translation>PDF de hasta 50 MB  ·  Ctrl+V también pega archivos</translation>
        </message>
        <message>
            <source>Try it with three sample estimates</source>
            <translation>Probar con tres estimados de ejemplo</translation>
        </message>
    </context>
    <context>
        <name>_CopyButton</name>
        <message>
            <source>Copy {name}</source>
            <translation>Copiar: {name}</translation>
        </message>
        <message>
            <source>{name} copied</source>
            <translation>Copiado: {name}</translation>
        </message>
    </context>
    <context>
        <name>_Entry</name>
        <message>
            <source>Read in the PDF: {value}</source>
            <translation>Leído en el PDF: {value}</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>Deshacer</translation>
        </message>
        <message>
            <source>Take back: {field}</source>
            <translation>Deshacer: {field}</translation>
        </message>
        <message>
            <source>not stated</source>
            <translation>no consta</translation>
        </message>
        <message>
            <source>several values</source>
            <translation>varios valores</translation>
        </message>
    </context>
    <context>
        <name>_Hint</name>
        <message>
            <source>Select a document to see its details.</source>
            <translation>Seleccione un documento para ver todo lo que se sabe de él.</translation>
        </message>
    </context>
    <context>
        <name>_Layer</name>
        <message>
            <source>Actions in the rows</source>
            <translation>Acciones de las filas</translation>
        </message>
    </context>
    <context>
        <name>_Links</name>
        <message>
            <source>Opens in the browser</source>
            <translation>Se abre en el navegador</translation>
        </message>
    </context>
    <context>
        <name>_Row</name>
        <message>
            <source>Correct {name}…</source>
            <translation>Corregir {name}…</translation>
        </message>
        <message>
            <source>Show this page of the PDF</source>
            <translation>Mostrar esta página del PDF</translation>
        </message>
        <message>
            <source>Show {page} of the PDF: {name}</source>
            <translation>Mostrar {page} del PDF: {name}</translation>
        </message>
        <message>
            <source>page {number}</source>
            <translation>página {number}</translation>
        </message>
    </context>
    <context>
        <name>action</name>
        <message>
            <source>Add these</source>
            <translation>Agregarlos</translation>
        </message>
        <message>
            <source>Enter its key</source>
            <translation>Escribir su clave</translation>
        </message>
        <message>
            <source>Quit when uploads have finished</source>
            <translation>Salir cuando terminen los envíos</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Reanudar</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Mostrar</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>Mostrar en la carpeta</translation>
        </message>
        <message>
            <source>Show the download</source>
            <translation>Ver la descarga</translation>
        </message>
        <message>
            <source>Try now</source>
            <translation>Probar ahora</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Deshacer</translation>
        </message>
    </context>
    <context>
        <name>announcements</name>
        <message>
            <source>Documents: {counted}</source>
            <translation>Documentos: {counted}</translation>
        </message>
    </context>
    <context>
        <name>attention_words</name>
        <message>
            <source>All of them are in Xactimate.</source>
            <translation>CapOut los terminó todos.</translation>
        </message>
        <message>
            <source>It is in Xactimate for {address}.</source>
            <translation>CapOut lo terminó para {address}.</translation>
        </message>
        <message>
            <source>Open CapOut Desktop</source>
            <translation>Abrir CapOut Desktop</translation>
        </message>
        <message>
            <source>Open the list to see why and what to do.</source>
            <translation>La lista dice por qué y qué hacer.</translation>
        </message>
        <message>
            <source>Uploading estimates</source>
            <translation>Se están enviando estimados</translation>
        </message>
        <message>
            <source>{done} of {total} complete</source>
            <translation>{done} de {total} completados</translation>
        </message>
        <message>
            <source>{name} failed</source>
            <translation>{name} falló</translation>
        </message>
        <message>
            <source>{name} is done</source>
            <translation>{name} está listo</translation>
        </message>
        <message>
            <source>{name} needs you</source>
            <translation>{name} lo espera a usted</translation>
        </message>
        <message>
            <source>{sent} of {total} sent</source>
            <translation>{sent} de {total} enviados</translation>
        </message>
    </context>
    <context>
        <name>batch</name>
        <message>
            <source>Being checked…</source>
            <translation>Revisando…</translation>
        </message>
        <message>
            <source>Check it to send it again. That costs credits a second time.</source>
            <translation>Márquelo para enviarlo de nuevo: eso cuesta créditos por segunda vez.</translation>
        </message>
        <message>
            <source>It costs credits a second time.</source>
            <translation>Cuesta créditos por segunda vez.</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Listo</translation>
        </message>
        <message>
            <source>Sends again</source>
            <translation>Se envía otra vez</translation>
        </message>
        <message>
            <source>Skipped</source>
            <translation>Omitido</translation>
        </message>
        <message>
            <source>The same file as {name} on this list</source>
            <translation>El mismo archivo que {name} en esta lista</translation>
        </message>
    </context>
    <context>
        <name>batch text</name>
        <message>
            <source>Added {time}</source>
            <translation>Añadido {time}</translation>
        </message>
        <message>
            <source>Draft</source>
            <translation>Borrador</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>En pausa</translation>
        </message>
        <message>
            <source>about {duration} left</source>
            <translation>tiempo restante: aprox. {duration}</translation>
        </message>
        <message>
            <source>from the command line</source>
            <translation>de la línea de comandos</translation>
        </message>
        <message>
            <source>from the watch folder</source>
            <translation>de la carpeta vigilada</translation>
        </message>
        <message>
            <source>less than a minute left</source>
            <translation>tiempo restante: menos de un minuto</translation>
        </message>
        <message>
            <source>to {address}</source>
            <translation>para {address}</translation>
        </message>
        <message>
            <source>to {address} and {others}</source>
            <translation>para {address} y {others}</translation>
        </message>
        <message>
            <source>{size}/s</source>
            <translation>{size}/s</translation>
        </message>
    </context>
    <context>
        <name>cells</name>
        <message>
            <source>Added</source>
            <translation>Agregado</translation>
        </message>
        <message>
            <source>Carrier</source>
            <translation>Aseguradora</translation>
        </message>
        <message>
            <source>Claim</source>
            <translation>Reclamo</translation>
        </message>
        <message>
            <source>Credits</source>
            <translation>Créditos</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Archivo</translation>
        </message>
        <message>
            <source>For {address}</source>
            <translation>Para {address}</translation>
        </message>
        <message>
            <source>Insured</source>
            <translation>Asegurado</translation>
        </message>
        <message>
            <source>Lines</source>
            <translation>Renglones</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>Siniestro</translation>
        </message>
        <message>
            <source>Organization</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Páginas</translation>
        </message>
        <message>
            <source>Paid by: {organization}</source>
            <translation>Paga: {organization}</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Avance</translation>
        </message>
        <message>
            <source>RCV</source>
            <translation>RCV</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Estado</translation>
        </message>
        <message>
            <source>Updated</source>
            <translation>Actualizado</translation>
        </message>
        <message>
            <source>XactNet address</source>
            <translation>Dirección XactNet</translation>
        </message>
        <message>
            <source>not stated</source>
            <translation>no consta</translation>
        </message>
        <message>
            <source>{address}: usually looks like name@instance</source>
            <translation>{address}: normalmente se ve como nombre@instancia</translation>
        </message>
        <message>
            <source>{column}: {value}</source>
            <translation>{column}: {value}</translation>
        </message>
        <message>
            <source>≈ {number}</source>
            <translation>≈ {number}</translation>
        </message>
    </context>
    <context>
        <name>choosers</name>
        <message>
            <source>Add PDF estimates</source>
            <translation>Agregar estimados en PDF</translation>
        </message>
        <message>
            <source>Add a folder of PDF estimates</source>
            <translation>Agregar una carpeta de estimados en PDF</translation>
        </message>
        <message>
            <source>All files (*)</source>
            <translation>Todos los archivos (*)</translation>
        </message>
        <message>
            <source>CSV tables (*.csv)</source>
            <translation>Tablas CSV (*.csv)</translation>
        </message>
        <message>
            <source>PDFs (*.pdf)</source>
            <translation>PDF (*.pdf)</translation>
        </message>
        <message>
            <source>PDFs, pictures, emails and archives (*.pdf *.PDF *.jpg *.JPG *.jpeg *.JPEG *.png *.PNG *.tif *.TIF *.tiff *.TIFF *.eml *.msg *.zip *.ZIP)</source>
            <translation>PDF, imágenes, correos y archivos comprimidos (*.pdf *.PDF *.jpg *.JPG *.jpeg *.JPEG *.png *.PNG *.tif *.TIF *.tiff *.TIFF *.eml *.msg *.zip *.ZIP)</translation>
        </message>
    </context>
    <context>
        <name>connection_check</name>
        <message>
            <source>API key</source>
            <translation>Clave de API</translation>
        </message>
        <message>
            <source>Accepted; credits left: {credits}</source>
            <translation>Aceptada; créditos que quedan: {credits}</translation>
        </message>
        <message>
            <source>Allowed; nothing was uploaded to check this</source>
            <translation>Los envíos tienen respuesta; no se envió nada para averiguarlo</translation>
        </message>
        <message>
            <source>CapOut Desktop, connection check</source>
            <translation>CapOut Desktop, comprobación de la conexión</translation>
        </message>
        <message>
            <source>CapOut can be reached</source>
            <translation>Se puede llegar a CapOut</translation>
        </message>
        <message>
            <source>Checking…</source>
            <translation>Verificando…</translation>
        </message>
        <message>
            <source>Connection to the server</source>
            <translation>Conexión con el servidor</translation>
        </message>
        <message>
            <source>Direct, without a proxy</source>
            <translation>Directo, sin proxy</translation>
        </message>
        <message>
            <source>Enter your key to check the rest.</source>
            <translation>Escriba su clave para comprobar el resto.</translation>
        </message>
        <message>
            <source>Everything works</source>
            <translation>Todo funciona</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Falló</translation>
        </message>
        <message>
            <source>Found: {address}</source>
            <translation>Encontrado: {address}</translation>
        </message>
        <message>
            <source>Good</source>
            <translation>Bien</translation>
        </message>
        <message>
            <source>Internet connection</source>
            <translation>Conexión a internet</translation>
        </message>
        <message>
            <source>It works, with one note</source>
            <translation>Funciona, con una observación</translation>
        </message>
        <message>
            <source>Live updates (WebSocket)</source>
            <translation>Novedades en vivo (WebSocket)</translation>
        </message>
        <message>
            <source>Live updates, second way (SSE)</source>
            <translation>Novedades en vivo, segunda vía (SSE)</translation>
        </message>
        <message>
            <source>Name of the server (DNS)</source>
            <translation>Nombre del servidor (DNS)</translation>
        </message>
        <message>
            <source>Not checked yet</source>
            <translation>Aún no comprobado</translation>
        </message>
        <message>
            <source>Not needed: the server is this computer</source>
            <translation>No hace falta: el servidor es esta computadora</translation>
        </message>
        <message>
            <source>Not tried</source>
            <translation>No se probó</translation>
        </message>
        <message>
            <source>Not tried: a step before it failed</source>
            <translation>No se probó: falló un paso anterior</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Observación</translation>
        </message>
        <message>
            <source>Open: updates arrive as they happen</source>
            <translation>Abierta: las novedades llegan al momento</translation>
        </message>
        <message>
            <source>Open: used when the first way is blocked</source>
            <translation>Abierta: reemplaza a la primera vía donde está bloqueada</translation>
        </message>
        <message>
            <source>Permission to upload</source>
            <translation>Permiso para enviar</translation>
        </message>
        <message>
            <source>Secure connection (TLS)</source>
            <translation>Conexión segura (TLS)</translation>
        </message>
        <message>
            <source>This computer reaches CapOut in every way it needs.</source>
            <translation>Esta computadora llega a CapOut por todas las vías que necesita.</translation>
        </message>
        <message>
            <source>Through the proxy {place}</source>
            <translation>Por el proxy {place}</translation>
        </message>
        <message>
            <source>Trusted ({how})</source>
            <translation>De confianza ({how})</translation>
        </message>
        <message>
            <source>{number} ms</source>
            <translation>{number} ms</translation>
        </message>
        <message>
            <source>{number} s</source>
            <translation>{number} s</translation>
        </message>
        <message>
            <source>{place} accepts connections</source>
            <translation>{place} acepta conexiones</translation>
        </message>
    </context>
    <context>
        <name>connection_words</name>
        <message>
            <source>Checking every {seconds} s</source>
            <translation>Consulta cada {seconds} s</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>En vivo</translation>
        </message>
        <message>
            <source>Live (SSE)</source>
            <translation>En vivo (SSE)</translation>
        </message>
        <message>
            <source>Offline since {time}</source>
            <translation>Sin conexión desde las {time}</translation>
        </message>
    </context>
    <context>
        <name>count</name>
        <message numerus="yes">
            <source>Add these {number}</source>
            <translation>
                <numerusform>Agregar este {number}</numerusform>
                <numerusform>Agregar estos {number}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Address for {number} documents</source>
            <translation>
                <numerusform>Dirección para {number} documento</numerusform>
                <numerusform>Dirección para {number} documentos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>CapOut lists {number} documents from that time. Is it one of these?</source>
            <translation>
                <numerusform>CapOut muestra {number} documento de ese momento. ¿Es este?</numerusform>
                <numerusform>CapOut muestra {number} documentos de ese momento. ¿Es uno de estos?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send {number} documents again?</source>
            <translation>
                <numerusform>¿Enviar {number} documento de nuevo?</numerusform>
                <numerusform>¿Enviar {number} documentos de nuevo?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send {number} documents to…</source>
            <translation>
                <numerusform>Enviar {number} documento a…</numerusform>
                <numerusform>Enviar {number} documentos a…</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Show all {number} entries</source>
            <translation>
                <numerusform>Mostrar {number} entrada</numerusform>
                <numerusform>Mostrar las {number} entradas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Try it for {number} other locked PDFs of this batch</source>
            <translation>
                <numerusform>Probarla con {number} PDF bloqueado más de este lote</numerusform>
                <numerusform>Probarla con {number} PDF bloqueados más de este lote</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>You may not have enough credits for {number} files</source>
            <translation>
                <numerusform>Quizá no le alcancen los créditos para {number} archivo</numerusform>
                <numerusform>Quizá no le alcancen los créditos para {number} archivos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about {number} credits</source>
            <translation>
                <numerusform>alrededor de {number} crédito</numerusform>
                <numerusform>alrededor de {number} créditos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} PDFs</source>
            <translation>
                <numerusform>{number} PDF</numerusform>
                <numerusform>{number} PDF</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} PDFs ask for a password</source>
            <translation>
                <numerusform>{number} PDF pide una contraseña</numerusform>
                <numerusform>{number} PDF piden una contraseña</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} addresses</source>
            <translation>
                <numerusform>{number} dirección</numerusform>
                <numerusform>{number} direcciones</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} are sent again</source>
            <translation>
                <numerusform>{number} se envía de nuevo</numerusform>
                <numerusform>{number} se envían de nuevo</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} are still being checked</source>
            <translation>
                <numerusform>{number} todavía se está revisando</numerusform>
                <numerusform>{number} todavía se están revisando</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} can't be sent</source>
            <translation>
                <numerusform>{number} no puede salir</numerusform>
                <numerusform>{number} no pueden salir</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} canceled</source>
            <translation>
                <numerusform>{number} cancelado</numerusform>
                <numerusform>{number} cancelados</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} checking with CapOut</source>
            <translation>
                <numerusform>{number} en consulta con CapOut</numerusform>
                <numerusform>{number} en consulta con CapOut</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} complete</source>
            <translation>
                <numerusform>{number} terminado</numerusform>
                <numerusform>{number} terminados</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} copies of files are kept</source>
            <translation>
                <numerusform>Se guarda {number} copia de un archivo</numerusform>
                <numerusform>Se guardan {number} copias de archivos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} credits</source>
            <translation>
                <numerusform>{number} crédito</numerusform>
                <numerusform>{number} créditos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} credits left</source>
            <translation>
                <numerusform>Queda {number} crédito</numerusform>
                <numerusform>Quedan {number} créditos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents</source>
            <translation>
                <numerusform>{number} documento</numerusform>
                <numerusform>{number} documentos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents are done</source>
            <translation>
                <numerusform>{number} documento está listo</numerusform>
                <numerusform>{number} documentos están listos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents continue as soon as the key works.</source>
            <translation>
                <numerusform>{number} documento sigue en cuanto la clave funcione.</numerusform>
                <numerusform>{number} documentos siguen en cuanto la clave funcione.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents failed</source>
            <translation>
                <numerusform>{number} documento falló</numerusform>
                <numerusform>{number} documentos fallaron</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents listed</source>
            <translation>
                <numerusform>{number} documento en la lista</numerusform>
                <numerusform>{number} documentos en la lista</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents match under “All”.</source>
            <translation>
                <numerusform>{number} documento coincide en “Todos”.</numerusform>
                <numerusform>{number} documentos coinciden en “Todos”.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents need you</source>
            <translation>
                <numerusform>{number} documento lo espera a usted</numerusform>
                <numerusform>{number} documentos lo esperan a usted</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents selected</source>
            <translation>
                <numerusform>{number} documento seleccionado</numerusform>
                <numerusform>{number} documentos seleccionados</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents still wait to be sent</source>
            <translation>
                <numerusform>{number} documento aún espera su envío</numerusform>
                <numerusform>{number} documentos aún esperan su envío</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents wait</source>
            <translation>
                <numerusform>{number} documento espera</numerusform>
                <numerusform>{number} documentos esperan</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} expire</source>
            <translation>
                <numerusform>{number} vence</numerusform>
                <numerusform>{number} vencen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} expire soon</source>
            <translation>
                <numerusform>{number} vence pronto</numerusform>
                <numerusform>{number} vencen pronto</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} failed</source>
            <translation>
                <numerusform>{number} fallido</numerusform>
                <numerusform>{number} fallidos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} files</source>
            <translation>
                <numerusform>{number} archivo</numerusform>
                <numerusform>{number} archivos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} files are sent a second time and cost credits a second time.</source>
            <translation>
                <numerusform>{number} archivo sale por segunda vez, y eso cuesta créditos por segunda vez.</numerusform>
                <numerusform>{number} archivos salen por segunda vez, y eso cuesta créditos por segunda vez.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} files today</source>
            <translation>
                <numerusform>{number} archivo hoy</numerusform>
                <numerusform>{number} archivos hoy</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} folders or other files</source>
            <translation>
                <numerusform>{number} carpeta u otro archivo</numerusform>
                <numerusform>{number} carpetas u otros archivos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} have a warning</source>
            <translation>
                <numerusform>{number} tiene algo que usted debe saber</numerusform>
                <numerusform>{number} tienen algo que usted debe saber</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} hours</source>
            <translation>
                <numerusform>{number} hora</numerusform>
                <numerusform>{number} horas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} lines</source>
            <translation>
                <numerusform>{number} renglón</numerusform>
                <numerusform>{number} renglones</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} links</source>
            <translation>
                <numerusform>{number} enlace</numerusform>
                <numerusform>{number} enlaces</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} minutes</source>
            <translation>
                <numerusform>{number} minuto</numerusform>
                <numerusform>{number} minutos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} more documents wait.</source>
            <translation>
                <numerusform>{number} documento más espera.</numerusform>
                <numerusform>{number} documentos más esperan.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} need credits</source>
            <translation>
                <numerusform>{number} necesita créditos</numerusform>
                <numerusform>{number} necesitan créditos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} need you</source>
            <translation>
                <numerusform>{number} requiere atención</numerusform>
                <numerusform>{number} requieren atención</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} of them expire within 30 days</source>
            <translation>
                <numerusform>{number} vence en los próximos 30 días</numerusform>
                <numerusform>{number} vencen en los próximos 30 días</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} others</source>
            <translation>
                <numerusform>{number} otra</numerusform>
                <numerusform>{number} otras</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} pages</source>
            <translation>
                <numerusform>{number} página</numerusform>
                <numerusform>{number} páginas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} processing</source>
            <translation>
                <numerusform>{number} en proceso</numerusform>
                <numerusform>{number} en proceso</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} ready</source>
            <translation>
                <numerusform>{number} listo</numerusform>
                <numerusform>{number} listos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} seconds</source>
            <translation>
                <numerusform>{number} segundo</numerusform>
                <numerusform>{number} segundos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} selected</source>
            <translation>
                <numerusform>{number} seleccionado</numerusform>
                <numerusform>{number} seleccionados</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} sending</source>
            <translation>
                <numerusform>{number} enviando</numerusform>
                <numerusform>{number} enviando</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} skipped</source>
            <translation>
                <numerusform>{number} omitido</numerusform>
                <numerusform>{number} omitidos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} to other addresses</source>
            <translation>
                <numerusform>{number} a otra dirección</numerusform>
                <numerusform>{number} a otras direcciones</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} uploads are still running</source>
            <translation>
                <numerusform>{number} envío sigue en curso</numerusform>
                <numerusform>{number} envíos siguen en curso</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} waiting</source>
            <translation>
                <numerusform>{number} en espera</numerusform>
                <numerusform>{number} en espera</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>credit_words</name>
        <message>
            <source>A document costs about {median} credits ({lowest} to {highest} for the last {known}).</source>
            <translation>Un documento cuesta unos {median} créditos (de {lowest} a {highest} en los últimos {known}).</translation>
        </message>
        <message>
            <source>A document costs {median} credits, as the last {known} did.</source>
            <translation>Un documento cuesta {median} créditos, como los últimos {known}.</translation>
        </message>
        <message>
            <source>The cost of a document is learned from the first few you send.</source>
            <translation>Lo que cuesta un documento se aprende con los primeros que envíe.</translation>
        </message>
        <message>
            <source>You have {left}, which is less than one for each file.</source>
            <translation>Quedan {left}: menos de uno por archivo.</translation>
        </message>
        <message>
            <source>You may need up to {most}, and you have {left}.</source>
            <translation>Podrían necesitarse hasta {most}, y quedan {left}.</translation>
        </message>
        <message>
            <source>You need about {likely}, and you have {left}.</source>
            <translation>Se necesitan unos {likely}, y quedan {left}.</translation>
        </message>
        <message>
            <source>You need about {likely}, plus {ahead} for documents already waiting, and you have {left}.</source>
            <translation>Se necesitan unos {likely}, {ahead} más para lo que ya espera, y quedan {left}.</translation>
        </message>
        <message>
            <source>about {credits}</source>
            <translation>unos {credits}</translation>
        </message>
        <message>
            <source>you have {number}</source>
            <translation>tiene {number}</translation>
        </message>
    </context>
    <context>
        <name>detail_summary</name>
        <message>
            <source>Pages</source>
            <translation>Páginas</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
        <message>
            <source>XactNet address</source>
            <translation>Dirección XactNet</translation>
        </message>
        <message>
            <source>{sum}, not counting {documents}</source>
            <translation>{sum}, sin contar {documents}</translation>
        </message>
    </context>
    <context>
        <name>detail_words</name>
        <message>
            <source>Added</source>
            <translation>Agregado</translation>
        </message>
        <message>
            <source>CapOut document ID</source>
            <translation>ID de documento de CapOut</translation>
        </message>
        <message>
            <source>CapOut workflow ID</source>
            <translation>ID de proceso de CapOut</translation>
        </message>
        <message>
            <source>CapOut's status</source>
            <translation>Estado según CapOut</translation>
        </message>
        <message>
            <source>Completed</source>
            <translation>Terminado</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>Costo</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Archivo</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Procede de</translation>
        </message>
        <message>
            <source>Left after</source>
            <translation>Quedaban después</translation>
        </message>
        <message>
            <source>Left before</source>
            <translation>Quedaban antes</translation>
        </message>
        <message>
            <source>Link</source>
            <translation>Enlace</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Páginas</translation>
        </message>
        <message>
            <source>Pages of the file</source>
            <translation>Páginas del archivo</translation>
        </message>
        <message>
            <source>Paid by</source>
            <translation>Paga</translation>
        </message>
        <message>
            <source>SHA-256 of the PDF</source>
            <translation>SHA-256 del PDF</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Tamaño</translation>
        </message>
        <message>
            <source>This document</source>
            <translation>Este documento</translation>
        </message>
        <message>
            <source>Uploads begun</source>
            <translation>Envíos iniciados</translation>
        </message>
        <message>
            <source>XactNet address</source>
            <translation>Dirección XactNet</translation>
        </message>
        <message>
            <source>{credits} for {documents} together</source>
            <translation>{credits} por {documents} en conjunto</translation>
        </message>
    </context>
    <context>
        <name>drafts</name>
        <message>
            <source>added {time}</source>
            <translation>agregado {time}</translation>
        </message>
        <message>
            <source>draft, not sent yet</source>
            <translation>borrador, aún no enviado</translation>
        </message>
        <message>
            <source>no address</source>
            <translation>sin dirección</translation>
        </message>
        <message>
            <source>to {address}</source>
            <translation>para {address}</translation>
        </message>
    </context>
    <context>
        <name>drop</name>
        <message>
            <source> and </source>
            <translation> y </translation>
        </message>
        <message>
            <source>Drop to add {others}</source>
            <translation>Suelte para agregar {others}</translation>
        </message>
        <message>
            <source>Drop to add {sources}</source>
            <translation>Suelte para agregar {sources}</translation>
        </message>
        <message>
            <source>{added} and {others}</source>
            <translation>{added} y {others}</translation>
        </message>
    </context>
    <context>
        <name>estimate_words</name>
        <message>
            <source>ACV</source>
            <translation>ACV</translation>
        </message>
        <message>
            <source>Carrier</source>
            <translation>Aseguradora</translation>
        </message>
        <message>
            <source>Claim number</source>
            <translation>Número de reclamo</translation>
        </message>
        <message>
            <source>Coverage {number}</source>
            <translation>Cobertura {number}</translation>
        </message>
        <message>
            <source>Date of loss</source>
            <translation>Fecha del siniestro</translation>
        </message>
        <message>
            <source>Deductible</source>
            <translation>Deducible</translation>
        </message>
        <message>
            <source>Depreciation</source>
            <translation>Depreciación</translation>
        </message>
        <message>
            <source>Estimate name</source>
            <translation>Nombre del estimado</translation>
        </message>
        <message>
            <source>If it is not in Xactimate: look under Connect → Inbox and choose Accept. If it is not there either, check that {address} is registered with XactNet.</source>
            <translation>Si no está en Xactimate: busque en Connect → Inbox y elija Accept. Si tampoco está ahí, compruebe que {address} esté registrada en XactNet.</translation>
        </message>
        <message>
            <source>Insured</source>
            <translation>Asegurado</translation>
        </message>
        <message>
            <source>Line items</source>
            <translation>Renglones</translation>
        </message>
        <message>
            <source>Net claim</source>
            <translation>Reclamo neto</translation>
        </message>
        <message>
            <source>Not stated</source>
            <translation>No indicada</translation>
        </message>
        <message>
            <source>Policy number</source>
            <translation>Número de póliza</translation>
        </message>
        <message>
            <source>Price list</source>
            <translation>Lista de precios</translation>
        </message>
        <message>
            <source>Property</source>
            <translation>Propiedad</translation>
        </message>
        <message>
            <source>RCV</source>
            <translation>RCV</translation>
        </message>
        <message>
            <source>RCV {amount}</source>
            <translation>RCV {amount}</translation>
        </message>
        <message>
            <source>Several values: see the PDF</source>
            <translation>Varios valores: vea el PDF</translation>
        </message>
        <message>
            <source>Some of this was read from a scan: compare it with the PDF, too.</source>
            <translation>Parte de esto se leyó de un escaneo: compárelo también con el PDF.</translation>
        </message>
        <message>
            <source>Type of loss</source>
            <translation>Tipo de siniestro</translation>
        </message>
        <message>
            <source>about {number}</source>
            <translation>unos {number}</translation>
        </message>
        <message>
            <source>claim {number}</source>
            <translation>reclamo {number}</translation>
        </message>
        <message>
            <source>corrected by you</source>
            <translation>corregido por usted</translation>
        </message>
        <message>
            <source>from a scan, check</source>
            <translation>de un escaneo, verifique</translation>
        </message>
        <message>
            <source>the XactNet address</source>
            <translation>la dirección XactNet</translation>
        </message>
        <message>
            <source>{name}: {value}</source>
            <translation>{name}: {value}</translation>
        </message>
    </context>
    <context>
        <name>export</name>
        <message>
            <source>ACV</source>
            <translation>ACV</translation>
        </message>
        <message>
            <source>CapOut document ID</source>
            <translation>ID de documento de CapOut</translation>
        </message>
        <message>
            <source>CapOut workflow ID</source>
            <translation>ID de proceso de CapOut</translation>
        </message>
        <message>
            <source>Completed</source>
            <translation>Terminado</translation>
        </message>
        <message>
            <source>Deductible</source>
            <translation>Deducible</translation>
        </message>
        <message>
            <source>Depreciation</source>
            <translation>Depreciación</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Detalles</translation>
        </message>
        <message>
            <source>Estimate read from a scan</source>
            <translation>Estimado leído de un escaneo</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Procede de</translation>
        </message>
        <message>
            <source>Net claim</source>
            <translation>Reclamo neto</translation>
        </message>
        <message>
            <source>Policy number</source>
            <translation>Número de póliza</translation>
        </message>
        <message>
            <source>Price list</source>
            <translation>Lista de precios</translation>
        </message>
        <message>
            <source>Property</source>
            <translation>Propiedad</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Motivo</translation>
        </message>
        <message>
            <source>Size in bytes</source>
            <translation>Tamaño en bytes</translation>
        </message>
        <message>
            <source>Submitted elsewhere</source>
            <translation>Enviado desde otro lugar</translation>
        </message>
        <message>
            <source>Type of loss</source>
            <translation>Tipo de siniestro</translation>
        </message>
        <message>
            <source>What to do</source>
            <translation>Qué hacer</translation>
        </message>
        <message>
            <source>yes, check it</source>
            <translation>sí, verifíquelo</translation>
        </message>
    </context>
    <context>
        <name>figures</name>
        <message>
            <source>bytes</source>
            <translation>bytes</translation>
        </message>
        <message>
            <source>{done} of {total} {unit}</source>
            <translation>{done} de {total} {unit}</translation>
        </message>
    </context>
    <context>
        <name>filters</name>
        <message>
            <source>Active</source>
            <translation>Activos</translation>
        </message>
        <message>
            <source>All</source>
            <translation>Todos</translation>
        </message>
        <message>
            <source>Complete</source>
            <translation>Completos</translation>
        </message>
        <message>
            <source>Documents in progress, or about to be sent</source>
            <translation>Lo que está en curso o sale solo pronto</translation>
        </message>
        <message>
            <source>Documents that are in Xactimate</source>
            <translation>Lo que está en Xactimate</translation>
        </message>
        <message>
            <source>Documents that are on hold, failed, or can't be sent</source>
            <translation>Lo detenido, lo fallido o lo que no se puede enviar</translation>
        </message>
        <message>
            <source>Everything on the list</source>
            <translation>Todo lo de la lista</translation>
        </message>
        <message>
            <source>Needs you</source>
            <translation>Requieren atención</translation>
        </message>
    </context>
    <context>
        <name>groups</name>
        <message>
            <source>Claim {number}</source>
            <translation>Reclamo {number}</translation>
        </message>
        <message>
            <source>No address</source>
            <translation>Sin dirección</translation>
        </message>
        <message>
            <source>No claim number</source>
            <translation>Sin número de reclamo</translation>
        </message>
        <message>
            <source>No organization</source>
            <translation>Sin organización</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Hoy</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>Ayer</translation>
        </message>
        <message>
            <source>collapsed</source>
            <translation>contraído</translation>
        </message>
        <message>
            <source>expanded</source>
            <translation>expandido</translation>
        </message>
    </context>
    <context>
        <name>key</name>
        <message>
            <source>API key</source>
            <translation>Clave de API</translation>
        </message>
        <message>
            <source>Hide</source>
            <translation>Ocultar</translation>
        </message>
        <message>
            <source>Hide the API key</source>
            <translation>Ocultar la clave de API</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Mostrar</translation>
        </message>
        <message>
            <source>Show the API key</source>
            <translation>Mostrar la clave de API</translation>
        </message>
    </context>
    <context>
        <name>menus</name>
        <message>
            <source>&amp;API keys on the web</source>
            <translation>Claves de &amp;API en la web</translation>
        </message>
        <message>
            <source>&amp;Add PDFs…</source>
            <translation>&amp;Agregar PDF…</translation>
        </message>
        <message>
            <source>&amp;Buy credits on the web</source>
            <translation>&amp;Comprar créditos en la web</translation>
        </message>
        <message>
            <source>&amp;Documents</source>
            <translation>&amp;Documentos</translation>
        </message>
        <message>
            <source>&amp;Documents on the web</source>
            <translation>&amp;Documentos en la web</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Archivo</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>A&amp;yuda</translation>
        </message>
        <message>
            <source>&amp;Paste</source>
            <translation>&amp;Pegar</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Salir</translation>
        </message>
        <message>
            <source>&amp;Spending…</source>
            <translation>&amp;Gastos…</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Ver</translation>
        </message>
        <message>
            <source>A&amp;ccount</source>
            <translation>&amp;Cuenta</translation>
        </message>
        <message>
            <source>Add &amp;folder…</source>
            <translation>Agregar &amp;carpeta…</translation>
        </message>
        <message>
            <source>Manage a&amp;ddresses…</source>
            <translation>Administrar &amp;direcciones…</translation>
        </message>
        <message>
            <source>Refresh c&amp;redits</source>
            <translation>Actualizar los c&amp;réditos</translation>
        </message>
    </context>
    <context>
        <name>overspend_question</name>
        <message>
            <source>Don't send</source>
            <translation>No enviar</translation>
        </message>
        <message>
            <source>Files that CapOut refuses wait on the list and are sent once you have credits again.</source>
            <translation>Los que CapOut rechace esperan en la lista y salen cuando vuelva a haber créditos.</translation>
        </message>
        <message>
            <source>Send anyway</source>
            <translation>Enviar de todos modos</translation>
        </message>
        <message>
            <source>Send only what my credits cover ({number} of {files})</source>
            <translation>Enviar solo lo que cubren mis créditos ({number} de {files})</translation>
        </message>
    </context>
    <context>
        <name>problem</name>
        <message>
            <source>1 PDF is already in the watched folder</source>
            <translation>Ya hay 1 PDF en la carpeta vigilada</translation>
        </message>
        <message>
            <source>1 document was exported</source>
            <translation>Se exportó 1 documento</translation>
        </message>
        <message>
            <source>1 document was removed from the list</source>
            <translation>Se quitó 1 documento de la lista</translation>
        </message>
        <message>
            <source>1 other file was left out</source>
            <translation>Se dejó fuera otro archivo</translation>
        </message>
        <message>
            <source>A Scope report: quantities without prices</source>
            <translation>Un informe Scope: cantidades sin precios</translation>
        </message>
        <message>
            <source>A Symbility estimate</source>
            <translation>Un estimado de Symbility</translation>
        </message>
        <message>
            <source>A file with this name is being sent to the same address. This one is sent right after it.</source>
            <translation>Un archivo con este nombre va en camino a la misma dirección. Este sale justo después.</translation>
        </message>
        <message>
            <source>A form that only Adobe Acrobat can show</source>
            <translation>Un formulario que solo Adobe Acrobat puede mostrar</translation>
        </message>
        <message>
            <source>A key is one long word without spaces. Copy it again from CapOut's web app.</source>
            <translation>Una clave es una sola palabra larga, sin espacios. Cópiela otra vez de la aplicación web de CapOut.</translation>
        </message>
        <message>
            <source>A key is one long word without spaces. Press the button again to try it anyway.</source>
            <translation>Una clave es una sola palabra larga, sin espacios. Presione el botón otra vez para probarla de todos modos.</translation>
        </message>
        <message>
            <source>A new list was started. Check CapOut's web app before you send a file a second time.</source>
            <translation>Se empezó una lista nueva. Mire en la aplicación web de CapOut antes de enviar un archivo por segunda vez.</translation>
        </message>
        <message>
            <source>A scan with recognized text</source>
            <translation>Un escaneo con texto reconocido</translation>
        </message>
        <message>
            <source>A scan: its text cannot be selected</source>
            <translation>Es un escaneo: su texto no se puede seleccionar</translation>
        </message>
        <message>
            <source>A shortcut to another folder, which was not opened</source>
            <translation>Un acceso directo a otra carpeta, que no se abrió</translation>
        </message>
        <message>
            <source>A test key and a live key never pay for each other's files. Enter the key it was added with, or remove this one and add the file again.</source>
            <translation>Una clave de prueba y una real nunca pagan los archivos de la otra. Escriba la clave con la que se agregó, o quite este y agregue el archivo de nuevo.</translation>
        </message>
        <message>
            <source>A whole drive or your home folder, so nothing in it was added</source>
            <translation>Una unidad entera o su carpeta personal, por eso no se añadió nada de ella</translation>
        </message>
        <message>
            <source>Add it as an organization of its own: documents are only ever followed with the key of the organization that paid for them.</source>
            <translation>Agréguela como otra organización: los documentos solo se siguen con la clave de la organización que los pagó.</translation>
        </message>
        <message>
            <source>Add that organization's key again under Account → Manage organizations, and it goes by itself. No other organization's credits are spent on it.</source>
            <translation>Agregue otra vez la clave de esa organización en Cuenta → Administrar organizaciones, y sale solo. No se gastan en él créditos de ninguna otra organización.</translation>
        </message>
        <message>
            <source>Add the file again.</source>
            <translation>Vuelva a añadir el archivo.</translation>
        </message>
        <message>
            <source>Add the file itself. Its name ends before the last colon.</source>
            <translation>Agregue el archivo mismo. Su nombre termina antes de los últimos dos puntos.</translation>
        </message>
        <message>
            <source>Add them in several steps.</source>
            <translation>Agréguelas en varias veces.</translation>
        </message>
        <message>
            <source>Add {name} again.</source>
            <translation>Vuelva a añadir {name}.</translation>
        </message>
        <message>
            <source>Allow CapOut Desktop to use the keyring and ask it again, or enter the key here for this session.</source>
            <translation>Permita que CapOut Desktop use el llavero y pregúntele otra vez, o escriba aquí la clave para esta sesión.</translation>
        </message>
        <message>
            <source>Allow CapOut Desktop to use the keyring and enter the key again. Until then it is used for this session only.</source>
            <translation>Permita que CapOut Desktop use el llavero y escriba la clave de nuevo. Hasta entonces se usa solo en esta sesión.</translation>
        </message>
        <message>
            <source>Already on the list</source>
            <translation>Ya está en la lista</translation>
        </message>
        <message>
            <source>An abbreviated estimate: it shows few prices</source>
            <translation>Un estimado abreviado: muestra pocos precios</translation>
        </message>
        <message>
            <source>An archive inside another archive that is inside another one</source>
            <translation>Un archivo comprimido dentro de otro que está dentro de otro</translation>
        </message>
        <message>
            <source>An iPhone photo in the HEIC format cannot be read here</source>
            <translation>Aquí no se puede leer una foto de iPhone en formato HEIC</translation>
        </message>
        <message>
            <source>Another program is using your list right now</source>
            <translation>Otro programa está usando su lista en este momento</translation>
        </message>
        <message>
            <source>Answer the question that it shows, perhaps behind this window. Or enter the key here: it is then used for this session, whatever the keyring does.</source>
            <translation>Responda la pregunta que muestra, tal vez detrás de esta ventana. O escriba aquí la clave: entonces se usa en esta sesión, haga lo que haga el llavero.</translation>
        </message>
        <message>
            <source>Anyone who can read your files can read it. Leave it out if the proxy works without it.</source>
            <translation>Quien pueda leer sus archivos puede leerla. Omítala si el proxy lo deja pasar sin ella.</translation>
        </message>
        <message>
            <source>Ask it again and enter its password, or enter the key here for this session.</source>
            <translation>Pregúntele otra vez y escriba su contraseña, o escriba aquí la clave para esta sesión.</translation>
        </message>
        <message>
            <source>Ask the carrier for the estimate with prices, which Xactimate calls Final Draft.</source>
            <translation>Pida a la aseguradora el estimado con precios, que Xactimate llama Final Draft.</translation>
        </message>
        <message>
            <source>Ask the carrier for the full estimate, which Xactimate calls Final Draft.</source>
            <translation>Pida a la aseguradora el estimado completo, que Xactimate llama Final Draft.</translation>
        </message>
        <message>
            <source>Ask the carrier for the whole estimate.</source>
            <translation>Pida a la aseguradora el estimado completo.</translation>
        </message>
        <message>
            <source>Ask the sender for the PDF itself.</source>
            <translation>Pida el PDF mismo a quien lo envió.</translation>
        </message>
        <message>
            <source>Ask whoever manages your CapOut account what the key is allowed to do.</source>
            <translation>Pregunte a quien administra su cuenta de CapOut qué permite hacer la clave.</translation>
        </message>
        <message>
            <source>Ask whoever owns the folder to let you open it, then add it again.</source>
            <translation>Pida a quien administra la carpeta que le permita abrirla y añádala de nuevo.</translation>
        </message>
        <message>
            <source>Asking CapOut whether it arrived</source>
            <translation>Preguntando a CapOut si llegó</translation>
        </message>
        <message>
            <source>Buy credits in CapOut's web app. Waiting documents are sent as soon as you have some.</source>
            <translation>Compre créditos en la aplicación web de CapOut. Lo que espera sale cuando los haya.</translation>
        </message>
        <message>
            <source>Can't reach CapOut</source>
            <translation>No se puede conectar con CapOut</translation>
        </message>
        <message>
            <source>Canceled: checking with CapOut whether it arrived</source>
            <translation>Cancelado: se pregunta a CapOut si llegó</translation>
        </message>
        <message>
            <source>CapOut Desktop cannot open {scheme}:// addresses</source>
            <translation>CapOut Desktop no puede abrir direcciones {scheme}://</translation>
        </message>
        <message>
            <source>CapOut Desktop is already running</source>
            <translation>CapOut Desktop ya está abierto</translation>
        </message>
        <message>
            <source>CapOut Desktop was started as administrator, and Windows then allows no dropping. Use Add PDFs…, or quit and start CapOut Desktop the usual way.</source>
            <translation>CapOut Desktop se inició como administrador, y Windows no permite entonces soltar nada. Use Agregar PDF…, o salga e inicie CapOut Desktop de la forma habitual.</translation>
        </message>
        <message>
            <source>CapOut Desktop was updated: restart it</source>
            <translation>CapOut Desktop se actualizó: reinícielo</translation>
        </message>
        <message>
            <source>CapOut Desktop {version} is available</source>
            <translation>CapOut Desktop {version} está disponible</translation>
        </message>
        <message>
            <source>CapOut accepts PDF estimates only. Ask the carrier for the PDF, or print the file to PDF.</source>
            <translation>CapOut solo acepta estimados en PDF. Pida el PDF a la aseguradora o imprima el archivo a PDF.</translation>
        </message>
        <message>
            <source>CapOut accepts only links that begin with https://</source>
            <translation>CapOut solo acepta enlaces que comienzan con https://</translation>
        </message>
        <message>
            <source>CapOut already has something like this</source>
            <translation>CapOut ya tiene algo como esto</translation>
        </message>
        <message>
            <source>CapOut already has {name} for this address</source>
            <translation>CapOut ya tiene {name} para esta dirección</translation>
        </message>
        <message>
            <source>CapOut asked to slow down</source>
            <translation>CapOut pide ir más despacio</translation>
        </message>
        <message>
            <source>CapOut cannot sign in. Download the PDF in your browser and add the file, or press Send anyway if you know that the link works for everybody.</source>
            <translation>CapOut no puede iniciar sesión. Descargue el PDF en su navegador y añada el archivo, o pulse Enviar de todos modos si sabe que el enlace funciona para cualquiera.</translation>
        </message>
        <message>
            <source>CapOut could not finish it</source>
            <translation>CapOut no pudo terminarlo</translation>
        </message>
        <message>
            <source>CapOut could not read the request</source>
            <translation>CapOut no pudo leer la solicitud</translation>
        </message>
        <message>
            <source>CapOut did not accept this key</source>
            <translation>CapOut no aceptó esta clave</translation>
        </message>
        <message>
            <source>CapOut did not say how many credits are left</source>
            <translation>CapOut no dijo cuántos créditos quedan</translation>
        </message>
        <message>
            <source>CapOut does not know this</source>
            <translation>CapOut no conoce esto</translation>
        </message>
        <message>
            <source>CapOut does not show which documents it has</source>
            <translation>CapOut no muestra qué documentos tiene</translation>
        </message>
        <message>
            <source>CapOut has a problem</source>
            <translation>CapOut tiene un problema propio</translation>
        </message>
        <message>
            <source>CapOut is busy or down for maintenance</source>
            <translation>CapOut está ocupado o en mantenimiento</translation>
        </message>
        <message>
            <source>CapOut is not accepting connections right now</source>
            <translation>CapOut no acepta conexiones en este momento</translation>
        </message>
        <message>
            <source>CapOut is outside of it. Download the PDF in your browser and add the file.</source>
            <translation>CapOut está fuera de ella. Descargue el PDF en su navegador y añada el archivo.</translation>
        </message>
        <message>
            <source>CapOut may see a page that says “Please wait” and nothing else. Open it in Adobe Acrobat, print it to a new PDF, and add that.</source>
            <translation>Es posible que CapOut solo vea una página que dice «Please wait». Ábralo en Adobe Acrobat, imprímalo en un PDF nuevo y agregue ese.</translation>
        </message>
        <message>
            <source>CapOut never said which organization that key belongs to. Start the program with that key again and it sends automatically. Or remove this one, and add the file again with the key that should pay for it.</source>
            <translation>CapOut nunca dijo de quién es esa clave. Inicie el programa con esa clave otra vez y se envía solo. O quite este y agregue el archivo de nuevo con la clave que deba pagarlo.</translation>
        </message>
        <message>
            <source>CapOut refused this</source>
            <translation>CapOut lo rechazó</translation>
        </message>
        <message>
            <source>CapOut rejected this upload</source>
            <translation>CapOut rechazó esta carga</translation>
        </message>
        <message>
            <source>CapOut surely takes up to 37 MB. Choose pages, so that only the estimate is sent.</source>
            <translation>CapOut acepta con seguridad hasta 37 MB. Elija páginas para enviar solo el estimado.</translation>
        </message>
        <message>
            <source>CapOut took too long to answer</source>
            <translation>CapOut tardó demasiado en responder</translation>
        </message>
        <message>
            <source>CapOut's address has moved</source>
            <translation>La dirección de CapOut cambió</translation>
        </message>
        <message>
            <source>CapOut's answer could not be understood</source>
            <translation>No se pudo entender la respuesta de CapOut</translation>
        </message>
        <message>
            <source>CapOut's answer was cut off</source>
            <translation>La respuesta de CapOut se cortó</translation>
        </message>
        <message>
            <source>CapOut's exact words are shown here. Try again, or contact CapOut's support.</source>
            <translation>Lo que dijo CapOut está aquí al lado. Inténtelo de nuevo o escriba al soporte de CapOut.</translation>
        </message>
        <message>
            <source>Check in CapOut's web app whether this document is there before you send it again.</source>
            <translation>Mire en la aplicación web de CapOut si este documento está ahí antes de enviarlo de nuevo.</translation>
        </message>
        <message>
            <source>Check that the disk is not full and not write-protected. The list is opened as soon as that works. Nothing is sent until then.</source>
            <translation>Compruebe que el disco no esté lleno ni protegido contra escritura. La lista se abre en cuanto sea posible. Hasta entonces no se envía nada.</translation>
        </message>
        <message>
            <source>Check that the disk is not full. Your documents are not touched by this.</source>
            <translation>Revise que el disco no esté lleno. Esto no toca sus documentos.</translation>
        </message>
        <message>
            <source>Check that this computer is online. Waiting documents are sent automatically once it is.</source>
            <translation>Revise que esta computadora tenga conexión. Lo que espera sale solo cuando la tenga.</translation>
        </message>
        <message>
            <source>Check that this is the estimate alone, without policies or photo reports.</source>
            <translation>Revise que sea solo el estimado, sin pólizas ni informes de fotos.</translation>
        </message>
        <message>
            <source>Check that you are online and that OneDrive, or the service that keeps this file, is running and signed in. Then press Retry.</source>
            <translation>Compruebe que tiene conexión y que OneDrive, o el servicio que guarda este archivo, está abierto y con la sesión iniciada. Luego pulse Reintentar.</translation>
        </message>
        <message>
            <source>Check that you may write to your own settings, or change it in your desktop's settings.</source>
            <translation>Compruebe que puede escribir en su propia configuración, o cámbielo en la configuración de su escritorio.</translation>
        </message>
        <message>
            <source>Check the XactNet address and the file, then try again.</source>
            <translation>Revise la dirección XactNet y el archivo, e inténtelo de nuevo.</translation>
        </message>
        <message>
            <source>Check the internet connection, then try again. Nothing else is affected.</source>
            <translation>Revise la conexión a internet e inténtelo de nuevo. Nada más se ve afectado.</translation>
        </message>
        <message>
            <source>Check the key under Settings → API keys in CapOut's web app, then enter it again.</source>
            <translation>Revise la clave en Settings → API keys en la aplicación web de CapOut y escríbala de nuevo.</translation>
        </message>
        <message>
            <source>Check the network or the cable, and whether the file opens elsewhere. Then press Retry.</source>
            <translation>Revise la red o el cable, y si el archivo se abre en otro programa. Luego pulse Reintentar.</translation>
        </message>
        <message>
            <source>Check the organization and the XactNet address at the top of the window, then choose Resume. The list of documents is whole.</source>
            <translation>Revise la organización y la dirección de XactNet en la parte superior de la ventana y elija Reanudar. La lista de documentos está completa.</translation>
        </message>
        <message>
            <source>Check the proxy under Settings, Network, or ask IT to allow api.capout.ai.</source>
            <translation>Revise el proxy en Configuración, Red, o pida a sistemas que deje pasar api.capout.ai.</translation>
        </message>
        <message>
            <source>Check this computer's date and time, and sign in if the network has a sign-in page. In an office that inspects traffic, ask IT to install its certificate on this computer.</source>
            <translation>Revise la fecha y la hora de esta computadora, e inicie sesión si la red tiene una página de acceso. En una oficina que inspecciona el tráfico, pida a sistemas que instale su certificado en esta computadora.</translation>
        </message>
        <message>
            <source>Check your internet connection. Waiting documents are sent automatically later.</source>
            <translation>Revise su conexión a internet. Lo que espera sale solo más tarde.</translation>
        </message>
        <message>
            <source>Check your internet connection. Waiting documents are sent automatically once it is back.</source>
            <translation>Revise su conexión a internet. Lo que espera sale solo cuando vuelva.</translation>
        </message>
        <message>
            <source>Choose Decide. Documents from that time in CapOut's list that may be it: {entries}.</source>
            <translation>Elija Decidir. Documentos de ese momento en la lista de CapOut que pueden ser este: {entries}.</translation>
        </message>
        <message>
            <source>Choose Start to send it. Nothing is sent before that.</source>
            <translation>Elija Iniciar y sale. Antes no se envía nada.</translation>
        </message>
        <message>
            <source>Choose its organization from the list. Nothing was changed.</source>
            <translation>Elija su organización en la lista. No se cambió nada.</translation>
        </message>
        <message>
            <source>Close the file if another program has it open, or choose another folder.</source>
            <translation>Cierre el archivo si otro programa lo tiene abierto, o elija otra carpeta.</translation>
        </message>
        <message>
            <source>Close the program that has it open, and it goes on by itself. Or copy it to your Documents folder and add it from there.</source>
            <translation>Cierre el programa que lo tiene abierto y continuará por sí solo. O cópielo a su carpeta Documentos y agréguelo desde allí.</translation>
        </message>
        <message>
            <source>Close the programs that have them open, and check that you may write there. They stay where they are, and are not sent again.</source>
            <translation>Cierre los programas que los tienen abiertos y revise que pueda escribir ahí. Quedan donde están y no se envían de nuevo.</translation>
        </message>
        <message>
            <source>Connect the drive or network that {folder} is on. Watching continues automatically.</source>
            <translation>Conecte la unidad o la red donde está {folder}. Se vuelve a vigilar sola.</translation>
        </message>
        <message>
            <source>Copy the file into a folder on this computer, and add it from there.</source>
            <translation>Copie el archivo a una carpeta de este equipo y añádalo desde allí.</translation>
        </message>
        <message>
            <source>Could not check for a newer version</source>
            <translation>No se pudo averiguar si hay una versión más reciente</translation>
        </message>
        <message>
            <source>Could not tell for sure whether the key may upload</source>
            <translation>No se pudo saber con certeza si la clave permite enviar</translation>
        </message>
        <message>
            <source>Credits are not being updated right now</source>
            <translation>Los créditos no se actualizan en este momento</translation>
        </message>
        <message>
            <source>Documents are sent all the same. Look up your credits in CapOut's web app, or look for a newer version of this program.</source>
            <translation>Los documentos se envían de todos modos. Consulte sus créditos en la aplicación web de CapOut o busque una versión más nueva de este programa.</translation>
        </message>
        <message>
            <source>Download the PDF in your browser and add the file.</source>
            <translation>Descargue el PDF en su navegador y agregue el archivo.</translation>
        </message>
        <message>
            <source>Enter that organization's key again. Its documents are waiting for it, and nothing is lost.</source>
            <translation>Escriba de nuevo la clave de esa organización. Sus documentos la esperan, y no se pierde nada.</translation>
        </message>
        <message>
            <source>Enter that organization's key under Account → Manage organizations. Until then it is not sent again.</source>
            <translation>Escriba la clave de esa organización en Cuenta → Administrar organizaciones. Mientras tanto no se envía de nuevo.</translation>
        </message>
        <message>
            <source>Enter the key and it sends automatically.</source>
            <translation>Escriba la clave y sale solo.</translation>
        </message>
        <message>
            <source>Enter the proxy's address</source>
            <translation>Escriba la dirección del proxy</translation>
        </message>
        <message>
            <source>Enter your API key</source>
            <translation>Escriba su clave de API</translation>
        </message>
        <message>
            <source>Enter your key first (Account → Change key), then check again.</source>
            <translation>Escriba primero su clave (Cuenta → Cambiar la clave) y compruebe de nuevo.</translation>
        </message>
        <message>
            <source>Estimates are not being read right now</source>
            <translation>Los presupuestos no se están leyendo en este momento</translation>
        </message>
        <message>
            <source>Files are not being checked right now</source>
            <translation>Los archivos no se comprueban en este momento</translation>
        </message>
        <message>
            <source>Files cannot be dropped on this window</source>
            <translation>No se pueden soltar archivos en esta ventana</translation>
        </message>
        <message>
            <source>Finish the address above and press Enter, or change this row's address. It is not sent before that.</source>
            <translation>Presione Intro en Enviar a cuando la dirección esté completa, o cambie la dirección de esta fila. No se envía antes.</translation>
        </message>
        <message>
            <source>Free some space on the disk, then choose it again.</source>
            <translation>Libere espacio en el disco y vuelva a elegirlo.</translation>
        </message>
        <message>
            <source>Free some space on the disk. Files that were added must be remembered, or they would be sent twice.</source>
            <translation>Libere espacio en el disco: hay que recordar lo que se tomó, o saldría dos veces.</translation>
        </message>
        <message>
            <source>Free some space on the disk. Until then no file is added and none is sent.</source>
            <translation>Libere espacio en el disco. Hasta entonces no se agrega ni se envía ningún archivo.</translation>
        </message>
        <message>
            <source>If it is an estimate, unpack it yourself, and add the PDF.</source>
            <translation>Si es un estimado, descomprímalo usted y añada el PDF.</translation>
        </message>
        <message>
            <source>If it is on a network drive or USB stick, check that it is connected. It continues automatically once the file can be read.</source>
            <translation>Si está en una unidad de red o en una memoria USB, compruebe que esté conectada. Continúa por sí solo en cuanto se pueda leer el archivo.</translation>
        </message>
        <message>
            <source>If the estimates are there, open that folder and add it.</source>
            <translation>Si los presupuestos están allí, abra esa carpeta y añádala.</translation>
        </message>
        <message>
            <source>If you want to send that file, drag it onto this window.</source>
            <translation>Si quiere enviar ese archivo, arrástrelo a esta ventana.</translation>
        </message>
        <message>
            <source>Install it whenever you like.</source>
            <translation>Instálela cuando le convenga.</translation>
        </message>
        <message>
            <source>Install the newest version of CapOut Desktop. Nothing was changed, and nothing is sent.</source>
            <translation>Instale la versión más reciente de CapOut Desktop. No se cambió nada y no se envía nada.</translation>
        </message>
        <message>
            <source>Is it a supplement, a new version, or a mistake? The details compare the two files.</source>
            <translation>¿Es un suplemento, una versión nueva o un error? Los detalles comparan los dos archivos.</translation>
        </message>
        <message>
            <source>It cannot be unpacked</source>
            <translation>No se puede descomprimir</translation>
        </message>
        <message>
            <source>It could not be read here, and is sent as you wished</source>
            <translation>No se pudo leer aquí y se envía como usted lo pidió</translation>
        </message>
        <message>
            <source>It has characters that no key has. Copy it again from CapOut's web app.</source>
            <translation>Tiene caracteres que ninguna clave tiene. Cópiela otra vez de la aplicación web de CapOut.</translation>
        </message>
        <message>
            <source>It has more than one claim number</source>
            <translation>Tiene más de un número de reclamo</translation>
        </message>
        <message>
            <source>It is damaged, or not what its name says</source>
            <translation>Está dañado o no es lo que dice su nombre</translation>
        </message>
        <message>
            <source>It is in CapOut's web app under Settings → API keys.</source>
            <translation>La encuentra en la aplicación web de CapOut, en Settings → API keys.</translation>
        </message>
        <message>
            <source>It is in a temporary folder or inside another file, so a copy has to be kept until it is sent. Check that the disk is not full, then add it again.</source>
            <translation>Está en una carpeta temporal o dentro de otro archivo, así que hay que guardar una copia hasta que se envíe. Compruebe que el disco no esté lleno y vuelva a añadirlo.</translation>
        </message>
        <message>
            <source>It is in {name}.</source>
            <translation>Está en {name}.</translation>
        </message>
        <message>
            <source>It is no PDF: another program made it while the real file is open there.</source>
            <translation>No es un PDF: otro programa lo creó mientras tiene abierto el archivo verdadero.</translation>
        </message>
        <message>
            <source>It is only a shortcut to a file elsewhere</source>
            <translation>Es solo un acceso directo a un archivo que está en otro lugar</translation>
        </message>
        <message>
            <source>It is shorter than a key should be. Maybe not all of it was copied. Press the button again to try it anyway.</source>
            <translation>Es más corta de lo que debería ser una clave. Tal vez no se copió completa. Presione el botón otra vez para probarla de todos modos.</translation>
        </message>
        <message>
            <source>It is too large to be unpacked here</source>
            <translation>Es demasiado grande para descomprimirlo aquí</translation>
        </message>
        <message>
            <source>It is tried again automatically. If this message stays, restart the program.</source>
            <translation>Se vuelve a intentar automáticamente. Si este mensaje no desaparece, reinicie el programa.</translation>
        </message>
        <message>
            <source>It looks like a link. Press the button again to try it anyway.</source>
            <translation>Parece un enlace. Presione el botón otra vez para probarla de todos modos.</translation>
        </message>
        <message>
            <source>It looks like an address. The XactNet address has its own field. Press the button again to try it anyway.</source>
            <translation>Parece una dirección. La dirección XactNet tiene su propio campo. Presione el botón otra vez para probarla de todos modos.</translation>
        </message>
        <message>
            <source>It looks like http://proxy.example.com:8080, with nothing behind the port.</source>
            <translation>Se ve como http://proxy.example.com:8080, sin nada detrás del puerto.</translation>
        </message>
        <message>
            <source>It looks like http://proxy.example.com:8080. Ask whoever manages your network.</source>
            <translation>Se ve como http://proxy.example.com:8080. La conoce quien atiende su red.</translation>
        </message>
        <message>
            <source>It may be a letter or another paper. Check that it is the right file before it costs credits.</source>
            <translation>Puede ser una carta u otro documento. Compruebe que es el archivo correcto antes de que cueste créditos.</translation>
        </message>
        <message>
            <source>It may convert less well. Compare the result with it.</source>
            <translation>Puede convertirse peor. Compare el resultado con él.</translation>
        </message>
        <message>
            <source>It may have arrived, and CapOut's list cannot tell</source>
            <translation>Puede haber llegado, y la lista de CapOut no lo aclara</translation>
        </message>
        <message>
            <source>It may have expired. Ask the sender for a new one, or press Send anyway to let CapOut try it.</source>
            <translation>Puede haber caducado. Pida uno nuevo al remitente, o pulse Enviar de todos modos para que CapOut lo intente.</translation>
        </message>
        <message>
            <source>It may not have finished downloading. Save it again from the email, then press Retry.</source>
            <translation>Tal vez no terminó de descargarse. Guárdelo de nuevo desde el correo y presione Reintentar.</translation>
        </message>
        <message>
            <source>It restarts automatically, and files are sent all the same. If this message stays, restart the program.</source>
            <translation>Se reinicia automáticamente, y los archivos se envían igualmente. Si este mensaje no desaparece, reinicie el programa.</translation>
        </message>
        <message>
            <source>It restarts automatically, and no file is missed. If this message stays, restart the program.</source>
            <translation>Vuelve a empezar por sí solo y no se omite ningún archivo. Si este mensaje no desaparece, reinicie el programa.</translation>
        </message>
        <message>
            <source>It restarts automatically, and nothing is lost. If this message stays, restart the program.</source>
            <translation>Vuelve a empezar por sí solo y no se pierde nada. Si este mensaje no desaparece, reinicie el programa.</translation>
        </message>
        <message>
            <source>It restarts automatically, and nothing is missed. If this message stays, restart the program.</source>
            <translation>Vuelve a empezar por sí solo y no se omite nada. Si este mensaje no desaparece, reinicie el programa.</translation>
        </message>
        <message>
            <source>It restarts automatically, and nothing is sent twice. If this message stays, restart the program.</source>
            <translation>Vuelve a empezar por sí solo y no se envía nada dos veces. Si este mensaje no desaparece, reinicie el programa.</translation>
        </message>
        <message>
            <source>It restarts automatically. If this message stays, restart the program.</source>
            <translation>Vuelve a empezar por sí solo. Si este mensaje no desaparece, reinicie el programa.</translation>
        </message>
        <message>
            <source>It sends automatically when the program uses that server again. To send it to this one, remove it and add the file again.</source>
            <translation>Se envía solo cuando el programa vuelva a usar ese servidor. Para enviarlo a este, quítelo y agregue el archivo de nuevo.</translation>
        </message>
        <message>
            <source>It takes too long to open</source>
            <translation>Tarda demasiado en abrirse</translation>
        </message>
        <message>
            <source>It was added before the last start, so CapOut is asked first whether it has it already. CapOut does not say at the moment, and is asked again. To send it anyway, choose Send again.</source>
            <translation>Se añadió antes del último inicio, así que primero se pregunta a CapOut si ya lo tiene. CapOut no lo dice en este momento, y se le vuelve a preguntar. Para enviarlo de todos modos, elija Enviar de nuevo.</translation>
        </message>
        <message>
            <source>It was added before the last start, so CapOut may have it already. Look for it in CapOut's web app. If it is not there, choose Send again; if it is, remove this one. CapOut is asked again in the meantime.</source>
            <translation>Se añadió antes del último inicio, así que CapOut quizá ya lo tenga. Búsquelo en la aplicación web de CapOut. Si no está allí, elija Enviar de nuevo; si está, quite este. Mientras tanto se vuelve a preguntar a CapOut.</translation>
        </message>
        <message>
            <source>It was added for another CapOut server</source>
            <translation>Se agregó para otro servidor de CapOut</translation>
        </message>
        <message>
            <source>It was added with a key for one session</source>
            <translation>Se agregó con una clave de una sola sesión</translation>
        </message>
        <message>
            <source>It was added with another kind of key</source>
            <translation>Se agregó con otro tipo de clave</translation>
        </message>
        <message>
            <source>It was moved, renamed or deleted after it was added. It goes on by itself if it comes back; otherwise add it again from where it is now.</source>
            <translation>Se movió, se renombró o se eliminó después de agregarlo. Si vuelve a aparecer, continúa por sí solo; si no, agréguelo de nuevo desde donde está ahora.</translation>
        </message>
        <message>
            <source>It was not made with Xactimate</source>
            <translation>No se hizo con Xactimate</translation>
        </message>
        <message>
            <source>It was not made with Xactimate and may convert less well. Compare the result with it.</source>
            <translation>No se hizo con Xactimate y puede convertirse peor. Compare el resultado con él.</translation>
        </message>
        <message>
            <source>It was not sent from this list: perhaps from another computer. Remove this one, or choose Send again if it is another document.</source>
            <translation>No se envió desde esta lista: quizá desde otro equipo. Quite este, o elija Enviar de nuevo si es otro documento.</translation>
        </message>
        <message>
            <source>It was not sent from this list: perhaps from another computer. Remove this one, or choose Send again if it is another document. Its entry is from {day}.</source>
            <translation>No se envió desde esta lista: quizá desde otro equipo. Quite este, o elija Enviar de nuevo si es otro documento. El suyo es del {day}.</translation>
        </message>
        <message>
            <source>Its fonts give wrong characters, so it may convert badly. Ask the carrier for a new copy.</source>
            <translation>Sus fuentes dan caracteres equivocados, así que puede convertirse mal. Pida a la aseguradora una copia nueva.</translation>
        </message>
        <message>
            <source>Its key is missing, locked or no longer works. Its documents wait. Your other organizations are not affected.</source>
            <translation>Su clave falta, está bloqueada o ya no funciona. Sus documentos esperan; los de sus otras organizaciones siguen.</translation>
        </message>
        <message>
            <source>Its name inside the email or archive is not safe</source>
            <translation>Su nombre dentro del correo o del archivo comprimido no es seguro</translation>
        </message>
        <message>
            <source>Its organization is not set up on this computer</source>
            <translation>Su organización no está configurada en esta computadora</translation>
        </message>
        <message>
            <source>Its pages are numbered, and these numbers are not there. Ask the carrier for the whole estimate.</source>
            <translation>Sus páginas están numeradas y faltan estos números. Pida a la aseguradora el estimado completo.</translation>
        </message>
        <message>
            <source>Its text cannot be read</source>
            <translation>No se puede leer su texto</translation>
        </message>
        <message>
            <source>Live updates are interrupted</source>
            <translation>Las novedades en vivo se interrumpieron</translation>
        </message>
        <message>
            <source>Look at it in CapOut's web app. If the PDF is a scan, ask the carrier for the original.</source>
            <translation>Revíselo en la aplicación web de CapOut. Si el PDF es un escaneo, pida el original a la aseguradora.</translation>
        </message>
        <message>
            <source>Look at the document in CapOut's web app, and install the newest version of CapOut Desktop.</source>
            <translation>Mire el documento en la aplicación web de CapOut e instale la versión más reciente de CapOut Desktop.</translation>
        </message>
        <message>
            <source>Look for a newer version of this program, then try again.</source>
            <translation>Busque una versión más reciente de este programa e inténtelo de nuevo.</translation>
        </message>
        <message>
            <source>Look for it in CapOut's web app, then choose Decide. It is not sent again before that.</source>
            <translation>Búsquelo en la aplicación web de CapOut y después elija Decidir. No se vuelve a enviar antes.</translation>
        </message>
        <message>
            <source>Look for the document in CapOut's web app; perhaps it belongs to another account.</source>
            <translation>Busque el documento en la aplicación web de CapOut; tal vez es de otra cuenta.</translation>
        </message>
        <message>
            <source>Look through the settings. The old file is kept beside the new one, as settings.damaged.json.</source>
            <translation>Revise los ajustes. El archivo anterior se conserva junto al nuevo, como settings.damaged.json.</translation>
        </message>
        <message>
            <source>Look whether the estimate is behind a link in the email. Download it there, and add it.</source>
            <translation>Mire si el estimado está tras un enlace del correo. Descárguelo allí y añádalo.</translation>
        </message>
        <message>
            <source>Mail it to yourself from the Photos app, which makes a JPG of it, and add that.</source>
            <translation>Envíesela por correo desde la app Fotos, que la convierte en JPG, y agregue ese archivo.</translation>
        </message>
        <message>
            <source>Missing files are not being looked for right now</source>
            <translation>En este momento no se buscan los archivos que faltan</translation>
        </message>
        <message>
            <source>More pages than an estimate usually has</source>
            <translation>Más páginas de las que suele tener un estimado</translation>
        </message>
        <message>
            <source>No PDFs in this folder</source>
            <translation>No hay PDF en esta carpeta</translation>
        </message>
        <message>
            <source>No credits left</source>
            <translation>No quedan créditos</translation>
        </message>
        <message>
            <source>No estimate was found in it</source>
            <translation>No se encontró ningún estimado en él</translation>
        </message>
        <message>
            <source>No secure connection to CapOut could be made</source>
            <translation>No se pudo hacer una conexión segura con CapOut</translation>
        </message>
        <message>
            <source>Not checking with CapOut what arrived right now</source>
            <translation>En este momento no se pregunta a CapOut qué ha llegado</translation>
        </message>
        <message>
            <source>Not finished, so still on the list: {staying}. Cancel what should not go, then remove it.</source>
            <translation>Sin terminar, por eso siguen en la lista: {staying}. Cancele lo que no deba enviarse y luego quítelo.</translation>
        </message>
        <message>
            <source>Nothing has to be installed.</source>
            <translation>No hace falta instalar nada.</translation>
        </message>
        <message>
            <source>Nothing is lost. Please start the program again, and report it if it comes back.</source>
            <translation>No se perdió nada. Vuelva a abrir el programa y avísenos si se repite.</translation>
        </message>
        <message>
            <source>Nothing is sent until you say so.</source>
            <translation>No se envía nada antes de que usted lo permita.</translation>
        </message>
        <message>
            <source>Nothing is wrong on your side. Waiting documents are sent automatically later.</source>
            <translation>De su lado está todo bien. Lo que espera sale solo más tarde.</translation>
        </message>
        <message>
            <source>Nothing to do. If CapOut cannot read it either, ask the carrier for a new copy.</source>
            <translation>No hay que hacer nada. Si CapOut tampoco puede leerlo, pida una copia nueva a la aseguradora.</translation>
        </message>
        <message>
            <source>Nothing to do: if it is not there, it is not sent again.</source>
            <translation>No hay que hacer nada: si no está allí, no se vuelve a enviar.</translation>
        </message>
        <message>
            <source>Nothing to do: it is not sent again until that is certain.</source>
            <translation>No hay que hacer nada: no se envía de nuevo hasta saberlo con certeza.</translation>
        </message>
        <message>
            <source>Nothing to do: the program checks with CapOut every few seconds instead.</source>
            <translation>No hay que hacer nada: en su lugar se consulta a CapOut cada pocos segundos.</translation>
        </message>
        <message>
            <source>Nothing to do: the program checks with CapOut whether it arrived before sending it again.</source>
            <translation>No hay que hacer nada: se pregunta a CapOut si llegó antes de enviarlo de nuevo.</translation>
        </message>
        <message>
            <source>Nothing to do: updates arrive another way. To get them instantly, ask IT to allow WebSocket connections to api.capout.ai.</source>
            <translation>No hay que hacer nada: las novedades de sus documentos llegan por otra vía. Para tenerlas al momento, pida a sistemas que permita conexiones WebSocket a api.capout.ai.</translation>
        </message>
        <message>
            <source>Nothing to do: updates resume automatically, and nothing is missed.</source>
            <translation>No hay que hacer nada: se retoman solas y no se pierde ninguna.</translation>
        </message>
        <message>
            <source>Nothing to do: uploads work without it. CapOut's web app shows your credits.</source>
            <translation>No hay que hacer nada: los envíos funcionan sin eso. La aplicación web de CapOut muestra cuántos quedan.</translation>
        </message>
        <message>
            <source>Nothing to do: waiting documents are sent automatically later.</source>
            <translation>No hay que hacer nada: lo que espera sale solo más tarde.</translation>
        </message>
        <message>
            <source>Nothing was added a second time. The list shows the progress of each one.</source>
            <translation>No se agregó nada por segunda vez. Sus filas dicen hasta dónde llegó cada uno.</translation>
        </message>
        <message>
            <source>Nothing was charged. It is sent automatically when the program runs again.</source>
            <translation>No se cobró nada. Sale solo cuando el programa vuelva a abrirse.</translation>
        </message>
        <message>
            <source>Notifications have stopped for now</source>
            <translation>Las notificaciones se han detenido en este momento</translation>
        </message>
        <message>
            <source>Old documents are not deleted for now</source>
            <translation>Por ahora no se eliminan los documentos antiguos</translation>
        </message>
        <message>
            <source>Only HTTP proxies are supported</source>
            <translation>Solo se admiten proxies HTTP</translation>
        </message>
        <message>
            <source>Only computers in your network can open this link</source>
            <translation>Solo los equipos de su red pueden abrir este enlace</translation>
        </message>
        <message>
            <source>Only new files are added automatically. Add these too, or close this message to leave them.</source>
            <translation>Solo los nuevos se toman solos. Tome también estos, o cierre este aviso para dejarlos.</translation>
        </message>
        <message>
            <source>Only the PDFs in a folder, email or archive are added. Left out: {names}.</source>
            <translation>De una carpeta, un correo o un archivo comprimido solo se añaden los PDF. No se añadió: {names}.</translation>
        </message>
        <message>
            <source>Only the key that sent it can tell whether it arrived</source>
            <translation>Solo la clave que lo envió puede decir si llegó</translation>
        </message>
        <message>
            <source>Only the people it was sent to can open it. Open it in Adobe Acrobat or Microsoft Edge and print it to a new PDF, or ask the carrier for an open copy.</source>
            <translation>Solo pueden abrirlo las personas a las que se envió. Ábralo en Adobe Acrobat o Microsoft Edge e imprímalo en un PDF nuevo, o pida a la aseguradora una copia sin protección.</translation>
        </message>
        <message>
            <source>Open it in Adobe Acrobat on the computer that has the certificate and print it to a new PDF, or ask the carrier for an open copy.</source>
            <translation>Ábralo en Adobe Acrobat en la computadora que tiene el certificado e imprímalo en un PDF nuevo, o pida a la aseguradora una copia sin protección.</translation>
        </message>
        <message>
            <source>Open it in a PDF reader, save it as a new file, and add that.</source>
            <translation>Ábralo en un lector de PDF, guárdelo como archivo nuevo y añada ese.</translation>
        </message>
        <message>
            <source>Open it in the program it was made for and print it to a new PDF, or ask the carrier for an open copy.</source>
            <translation>Ábralo en el programa para el que se hizo e imprímalo en un PDF nuevo, o pida a la aseguradora una copia sin protección.</translation>
        </message>
        <message>
            <source>Open it in your PDF reader and look at its pages. If some are missing or blank, save it once more from the email.</source>
            <translation>Ábralo en su lector de PDF y revise las páginas. Si faltan algunas o están en blanco, guárdelo otra vez desde el correo.</translation>
        </message>
        <message>
            <source>Open it in your browser and see what it is. To let CapOut try it, press Send anyway.</source>
            <translation>Ábralo en su navegador y vea qué es. Para que CapOut lo intente, pulse Enviar de todos modos.</translation>
        </message>
        <message>
            <source>Open it in your browser, copy the address from there, and add it again.</source>
            <translation>Ábralo en el navegador, copie la dirección desde allí y añádalo de nuevo.</translation>
        </message>
        <message>
            <source>Open it in your browser, download the PDF and add the file. Or press Send anyway if you know that CapOut can use the link.</source>
            <translation>Ábralo en su navegador, descargue el PDF y añada el archivo. O pulse Enviar de todos modos si sabe que CapOut puede usar el enlace.</translation>
        </message>
        <message>
            <source>Open it yourself, save the estimates into a folder, and add that.</source>
            <translation>Ábralo usted, guarde los presupuestos en una carpeta y agréguela.</translation>
        </message>
        <message>
            <source>Open it, and add the folder that has the estimates.</source>
            <translation>Ábrala y añada la carpeta que contiene los presupuestos.</translation>
        </message>
        <message>
            <source>Open it, print it to a PDF, and add that.</source>
            <translation>Ábrala, imprímala en un PDF y agréguelo.</translation>
        </message>
        <message>
            <source>Open the folder and look where the estimates are, then add those.</source>
            <translation>Abra la carpeta, busque dónde están los estimados y agréguelos.</translation>
        </message>
        <message>
            <source>Other PDFs are inside this one</source>
            <translation>Hay otros PDF dentro de este</translation>
        </message>
        <message>
            <source>Pages are missing: {pages}</source>
            <translation>Faltan páginas: {pages}</translation>
        </message>
        <message>
            <source>Part of your list could not be saved as it is</source>
            <translation>Una parte de su lista no se pudo guardar tal como está</translation>
        </message>
        <message>
            <source>Paste them into your message to support. They name no key, no file and no address.</source>
            <translation>Péguelo en su mensaje al soporte. No nombra ninguna clave, ningún archivo ni ninguna dirección.</translation>
        </message>
        <message>
            <source>Pick an address above and it sends automatically.</source>
            <translation>Elija arriba una dirección y se envía automáticamente.</translation>
        </message>
        <message>
            <source>Press Choose pages, and send the pages of the estimate only.</source>
            <translation>Pulse Elegir páginas y envíe solo las páginas del estimado.</translation>
        </message>
        <message>
            <source>Press Retry to send it as it is now.</source>
            <translation>Presione Reintentar para enviarlo como está ahora.</translation>
        </message>
        <message>
            <source>Press Unlock and type the password; it is often the claim number. A copy without a password is sent.</source>
            <translation>Pulse Desbloquear y escriba la contraseña; suele ser el número del reclamo. Se envía una copia sin contraseña.</translation>
        </message>
        <message>
            <source>Progress is not being updated right now</source>
            <translation>El progreso no se actualiza en este momento</translation>
        </message>
        <message>
            <source>Put it behind the name, after a colon, as in http://proxy.example.com:8080.</source>
            <translation>Póngalo detrás del nombre, después de dos puntos, como en http://proxy.example.com:8080.</translation>
        </message>
        <message>
            <source>Recognized text has mistakes. Ask the carrier for the original PDF if you can, and compare claim number and amounts.</source>
            <translation>El texto reconocido tiene errores. Pida a la aseguradora el PDF original si puede, y compare el número de reclamo y los importes.</translation>
        </message>
        <message>
            <source>Remove this one, or choose Send again. That costs credits a second time.</source>
            <translation>Quite este, o elija Enviar de nuevo: eso cuesta créditos por segunda vez.</translation>
        </message>
        <message>
            <source>Restart the program and try again. If it stays so, check the folder that Help → Open log folder opens.</source>
            <translation>Vuelva a abrir el programa e inténtelo de nuevo. Si sigue igual, revise la carpeta que abre Ayuda → Abrir la carpeta de registros.</translation>
        </message>
        <message>
            <source>Save it again, then add it. Or unpack it yourself, and add the PDFs.</source>
            <translation>Guárdelo otra vez y añádalo. O descomprímalo usted y añada los PDF.</translation>
        </message>
        <message>
            <source>Save it from the email again, then press Retry. If it opens in your PDF reader, you can send it anyway.</source>
            <translation>Guárdelo otra vez desde el correo y presione Reintentar. Si se abre en su lector de PDF, puede enviarlo de todos modos.</translation>
        </message>
        <message>
            <source>Save or take it again, then add it.</source>
            <translation>Guárdela o tómela de nuevo, y luego agréguela.</translation>
        </message>
        <message>
            <source>Scans convert less well. Ask the carrier for the original PDF if you can.</source>
            <translation>Los escaneos se convierten peor. Si puede, pida el PDF original a la aseguradora.</translation>
        </message>
        <message>
            <source>Send to “{address}”?</source>
            <translation>¿Enviar a «{address}»?</translation>
        </message>
        <message>
            <source>Sending has stopped for now</source>
            <translation>El envío se ha detenido en este momento</translation>
        </message>
        <message>
            <source>Sent files cannot be moved out of the watched folder</source>
            <translation>Los archivos enviados no se pueden mover fuera de la carpeta vigilada</translation>
        </message>
        <message>
            <source>Sign in if the network has a sign-in page, or try another network.</source>
            <translation>Inicie sesión si la red tiene una página de acceso, o pruebe otra red.</translation>
        </message>
        <message>
            <source>Sign in if the network has a sign-in page; else look for a newer version.</source>
            <translation>Inicie sesión si la red tiene una página de acceso; si no, busque una versión más reciente.</translation>
        </message>
        <message>
            <source>Some documents wait for your OK</source>
            <translation>Algunos documentos esperan su visto bueno</translation>
        </message>
        <message>
            <source>Some of its pages cannot be read</source>
            <translation>Algunas de sus páginas no se pueden leer</translation>
        </message>
        <message>
            <source>Some settings could not be read and are back at their defaults</source>
            <translation>Algunos ajustes no se pudieron leer y tienen de nuevo su valor inicial</translation>
        </message>
        <message>
            <source>Something went wrong</source>
            <translation>Algo salió mal</translation>
        </message>
        <message>
            <source>Something went wrong in this program with this document</source>
            <translation>Algo falló en este programa con este documento</translation>
        </message>
        <message>
            <source>Stopped before the upload finished</source>
            <translation>Se detuvo antes de terminar la carga</translation>
        </message>
        <message>
            <source>Such names are made to overwrite other files or to look like something else. If you trust the sender, ask for the PDF by itself.</source>
            <translation>Estos nombres se hacen para sobrescribir otros archivos o para parecer otra cosa. Si confía en quien lo envía, pida el PDF por separado.</translation>
        </message>
        <message>
            <source>That was not done, because it could not be saved</source>
            <translation>No se hizo, porque no se pudo guardar</translation>
        </message>
        <message>
            <source>The API key could not be looked for or tested</source>
            <translation>No se pudo buscar o probar la clave API</translation>
        </message>
        <message>
            <source>The PDF is damaged or incomplete</source>
            <translation>El PDF está dañado o incompleto</translation>
        </message>
        <message>
            <source>The PDF is encrypted for a certificate</source>
            <translation>El PDF está cifrado para un certificado</translation>
        </message>
        <message>
            <source>The PDF is protected by rights management</source>
            <translation>El PDF está protegido por administración de derechos</translation>
        </message>
        <message>
            <source>The PDF is protected in a way that CapOut cannot open</source>
            <translation>El PDF está protegido de una forma que CapOut no puede abrir</translation>
        </message>
        <message>
            <source>The PDF needs a password to open</source>
            <translation>El PDF necesita una contraseña para abrirse</translation>
        </message>
        <message>
            <source>The address begins with http:// or https://. Ask whether your network has such a proxy.</source>
            <translation>La dirección comienza con http:// o https://. Pregunte si su red tiene un proxy así.</translation>
        </message>
        <message>
            <source>The archive it is in asks for a password</source>
            <translation>El archivo comprimido en el que está pide una contraseña</translation>
        </message>
        <message>
            <source>The check list could not be saved</source>
            <translation>No se pudo guardar la lista</translation>
        </message>
        <message>
            <source>The check list was saved</source>
            <translation>La lista se guardó</translation>
        </message>
        <message>
            <source>The connection to CapOut was lost</source>
            <translation>La conexión con CapOut se cortó</translation>
        </message>
        <message>
            <source>The copy that was kept of this file is gone</source>
            <translation>La copia que se guardaba de este archivo ya no está</translation>
        </message>
        <message>
            <source>The diagnostics are on the clipboard</source>
            <translation>El diagnóstico está en el portapapeles</translation>
        </message>
        <message>
            <source>The download may be incomplete. Compare its last page with the one in the email, and save it again if they differ.</source>
            <translation>Tal vez no se descargó completo. Compare su última página con la del correo y guárdelo de nuevo si son distintas.</translation>
        </message>
        <message>
            <source>The drive it is on does not answer</source>
            <translation>La unidad en la que está no responde</translation>
        </message>
        <message>
            <source>The email or archive may be damaged. Save it again, then add it.</source>
            <translation>El correo o el archivo comprimido puede estar dañado. Guárdelo otra vez y añádalo.</translation>
        </message>
        <message>
            <source>The end of the file is missing</source>
            <translation>Falta el final del archivo</translation>
        </message>
        <message>
            <source>The file arrived too slowly for CapOut</source>
            <translation>El archivo llegó demasiado lento para CapOut</translation>
        </message>
        <message>
            <source>The file can't be opened under this name</source>
            <translation>No se puede abrir el archivo con este nombre</translation>
        </message>
        <message>
            <source>The file changed after it was added</source>
            <translation>El archivo cambió después de agregarlo</translation>
        </message>
        <message>
            <source>The file could not be read</source>
            <translation>No se pudo leer el archivo</translation>
        </message>
        <message>
            <source>The file is empty</source>
            <translation>El archivo está vacío</translation>
        </message>
        <message>
            <source>The file is in the cloud, and could not be downloaded</source>
            <translation>El archivo está en la nube y no se pudo descargar</translation>
        </message>
        <message>
            <source>The file is not there any more</source>
            <translation>El archivo ya no está ahí</translation>
        </message>
        <message>
            <source>The file is too large for CapOut</source>
            <translation>El archivo es demasiado grande para CapOut</translation>
        </message>
        <message>
            <source>The folder is not being watched right now</source>
            <translation>La carpeta no se vigila en este momento</translation>
        </message>
        <message>
            <source>The key could not be read: this computer's keyring refused</source>
            <translation>No se pudo leer la clave: el llavero de esta computadora dijo que no</translation>
        </message>
        <message>
            <source>The key could not be removed: this computer's keyring refused</source>
            <translation>No se pudo quitar la clave: el llavero de esta computadora dijo que no</translation>
        </message>
        <message>
            <source>The key could not be stored: this computer's keyring refused</source>
            <translation>No se pudo guardar la clave: el llavero de esta computadora dijo que no</translation>
        </message>
        <message>
            <source>The key is kept for this session only: enter it again at the next start, or make a shorter one in CapOut's web app.</source>
            <translation>La clave se conserva solo en esta sesión: escríbala de nuevo la próxima vez, o cree una más corta en la aplicación web de CapOut.</translation>
        </message>
        <message>
            <source>The key is kept for this session only: enter it again at the next start. A keyring such as GNOME Keyring or KWallet would keep it.</source>
            <translation>La clave se conserva solo en esta sesión: escríbala de nuevo la próxima vez. Un llavero como GNOME Keyring o KWallet la guardaría.</translation>
        </message>
        <message>
            <source>The key is kept for this session only: enter it again at the next start. Anybody who can read your files could read what that keyring holds.</source>
            <translation>La clave se conserva solo en esta sesión: escríbala de nuevo la próxima vez. Quien pueda leer sus archivos podría leer lo que guarda ese llavero.</translation>
        </message>
        <message>
            <source>The key of {organization} is not in this computer's keyring any more</source>
            <translation>La clave de {organization} ya no está en el llavero de esta computadora</translation>
        </message>
        <message>
            <source>The key works, but it may not read the credits</source>
            <translation>La clave se acepta, pero no puede leer los créditos</translation>
        </message>
        <message>
            <source>The list could not be exported</source>
            <translation>No se pudo exportar la lista</translation>
        </message>
        <message>
            <source>The list is in {name}.</source>
            <translation>La lista está en {name}.</translation>
        </message>
        <message>
            <source>The log cannot be read</source>
            <translation>No se puede leer el registro</translation>
        </message>
        <message>
            <source>The name may be too long, or it is a link that leads nowhere. Rename the file or copy it to another folder, then add it again.</source>
            <translation>Quizá el nombre es demasiado largo, o es un enlace que no lleva a ninguna parte. Cambie el nombre del archivo o cópielo a otra carpeta y agréguelo otra vez.</translation>
        </message>
        <message>
            <source>The organization was removed from the list. Delete its key yourself, in your keyring's own program.</source>
            <translation>La organización ya no está en la lista. Quite su clave usted mismo, en el programa del llavero.</translation>
        </message>
        <message>
            <source>The organization's list is not being updated right now</source>
            <translation>La lista Enviado desde otro lugar no se actualiza en este momento</translation>
        </message>
        <message>
            <source>The picture is damaged or cut off</source>
            <translation>La imagen está dañada o incompleta</translation>
        </message>
        <message>
            <source>The picture is stored in a way that cannot be read here</source>
            <translation>La imagen está guardada de una forma que aquí no se puede leer</translation>
        </message>
        <message>
            <source>The picture is too large to be read here</source>
            <translation>La imagen es demasiado grande para leerla aquí</translation>
        </message>
        <message>
            <source>The program ended while this was being sent</source>
            <translation>El programa se cerró mientras se enviaba</translation>
        </message>
        <message>
            <source>The proxy's password is stored unprotected in the settings file</source>
            <translation>La contraseña del proxy queda en el archivo de configuración tal como está</translation>
        </message>
        <message>
            <source>The proxy's port is missing</source>
            <translation>Falta el puerto del proxy</translation>
        </message>
        <message>
            <source>The request to CapOut failed</source>
            <translation>La llamada a CapOut falló</translation>
        </message>
        <message>
            <source>The rows it concerns say so; all others are saved. Choose Help → Copy diagnostics and send that to support.</source>
            <translation>Las filas afectadas lo indican; todas las demás están guardadas. Elija Ayuda → Copiar el diagnóstico y envíelo al servicio de asistencia.</translation>
        </message>
        <message>
            <source>The same claim was sent on {day}</source>
            <translation>El mismo reclamo se envió el {day}</translation>
        </message>
        <message>
            <source>The same file was already sent to this address on {day}</source>
            <translation>El mismo archivo ya se envió a esta dirección el {day}</translation>
        </message>
        <message>
            <source>The secure connection to CapOut is not trusted</source>
            <translation>La conexión segura con CapOut no es de confianza</translation>
        </message>
        <message>
            <source>The settings could not be read, so sending is paused</source>
            <translation>No se pudo leer la configuración, así que el envío está en pausa</translation>
        </message>
        <message>
            <source>The spending could not be exported</source>
            <translation>No se pudieron exportar los gastos</translation>
        </message>
        <message>
            <source>The watched folder cannot be reached</source>
            <translation>No se puede llegar a la carpeta vigilada</translation>
        </message>
        <message>
            <source>The watched folder has a shortcut to a file elsewhere, which was not added: {name}</source>
            <translation>La carpeta vigilada tiene un acceso directo a un archivo de otro lugar, que no se añadió: {name}</translation>
        </message>
        <message>
            <source>The watched folder is not being checked right now</source>
            <translation>La carpeta vigilada no se revisa en este momento</translation>
        </message>
        <message>
            <source>The window's layout can't be saved</source>
            <translation>No se puede recordar la apariencia de la ventana</translation>
        </message>
        <message>
            <source>There is no API key to try this with</source>
            <translation>No hay una clave de API para probar esto</translation>
        </message>
        <message>
            <source>There is no PDF in it</source>
            <translation>No contiene ningún PDF</translation>
        </message>
        <message>
            <source>There is nothing at this link</source>
            <translation>No hay nada en este enlace</translation>
        </message>
        <message>
            <source>There is too much in it</source>
            <translation>Contiene demasiado</translation>
        </message>
        <message>
            <source>They are not sent as pages. If the estimate is one of them, save it from the attachments and add that.</source>
            <translation>No se envían como páginas. Si el estimado es uno de ellos, guárdelo desde los archivos adjuntos y agregue ese.</translation>
        </message>
        <message>
            <source>They restart automatically. If this message stays, restart the program.</source>
            <translation>Vuelven a empezar por sí solas. Si este mensaje no desaparece, reinicie el programa.</translation>
        </message>
        <message>
            <source>This cannot be an API key</source>
            <translation>Esto no puede ser una clave de API</translation>
        </message>
        <message>
            <source>This computer does not let you read the file</source>
            <translation>Esta computadora no le permite leer el archivo</translation>
        </message>
        <message>
            <source>This computer has no safe place to keep the key</source>
            <translation>Esta computadora no tiene dónde guardar la clave de forma segura</translation>
        </message>
        <message>
            <source>This computer's keyring would store the key unprotected</source>
            <translation>El llavero de esta computadora guardaría la clave sin protección</translation>
        </message>
        <message>
            <source>This could not be changed</source>
            <translation>No se pudo cambiar</translation>
        </message>
        <message>
            <source>This does not look like a proxy's address</source>
            <translation>Esto no parece la dirección de un proxy</translation>
        </message>
        <message>
            <source>This does not look like an API key</source>
            <translation>Esto no parece una clave de API</translation>
        </message>
        <message>
            <source>This folder cannot be opened, so its PDFs were not added</source>
            <translation>Esta carpeta no se puede abrir, por eso no se añadieron sus PDF</translation>
        </message>
        <message>
            <source>This is a hidden part of a file, not a file</source>
            <translation>Esto es una parte oculta de un archivo, no un archivo</translation>
        </message>
        <message>
            <source>This is no ordinary file, although it is named like a PDF</source>
            <translation>No es un archivo normal, aunque su nombre sea el de un PDF</translation>
        </message>
        <message>
            <source>This is not a PDF</source>
            <translation>Esto no es un PDF</translation>
        </message>
        <message>
            <source>This is the newest version</source>
            <translation>Esta es la versión más reciente</translation>
        </message>
        <message>
            <source>This is usually a backup. The list opens as soon as it is done. Nothing is sent until then.</source>
            <translation>Normalmente es una copia de seguridad. La lista se abre en cuanto termine, y hasta entonces no se envía nada.</translation>
        </message>
        <message>
            <source>This key belongs to another organization than {organization}</source>
            <translation>Esta clave es de otra organización, no de {organization}</translation>
        </message>
        <message>
            <source>This key is here already</source>
            <translation>Esta clave ya está aquí</translation>
        </message>
        <message>
            <source>This key is too long for Windows to keep</source>
            <translation>Esta clave es demasiado larga para que Windows la guarde</translation>
        </message>
        <message>
            <source>This key may not do that</source>
            <translation>Esta clave no permite hacer eso</translation>
        </message>
        <message>
            <source>This link is not complete or has a typing error</source>
            <translation>Este enlace no está completo o tiene un error</translation>
        </message>
        <message>
            <source>This link leads to a file that is not a PDF</source>
            <translation>Este enlace lleva a un archivo que no es un PDF</translation>
        </message>
        <message>
            <source>This link leads to a web page, not to a PDF</source>
            <translation>Este enlace lleva a una página web, no a un PDF</translation>
        </message>
        <message>
            <source>This link needs a sign-in, or has expired</source>
            <translation>Este enlace pide iniciar sesión o ha caducado</translation>
        </message>
        <message>
            <source>This network blocks WebSocket connections</source>
            <translation>Esta red no deja pasar WebSocket</translation>
        </message>
        <message>
            <source>This network blocks event streams</source>
            <translation>Esta red no deja pasar el flujo de eventos</translation>
        </message>
        <message>
            <source>This program could not make a copy of the file</source>
            <translation>Este programa no pudo copiar el archivo</translation>
        </message>
        <message>
            <source>This restarts automatically. If this message stays, restart the program.</source>
            <translation>Esto se reinicia automáticamente. Si este mensaje sigue, reinicie el programa.</translation>
        </message>
        <message>
            <source>This usually passes within minutes. If your office has a firewall, ask IT to allow api.capout.ai.</source>
            <translation>Normalmente pasa en unos minutos. Si un firewall protege su oficina, pida que deje pasar api.capout.ai.</translation>
        </message>
        <message>
            <source>Too large: {size} MB, and CapOut takes up to {limit} MB</source>
            <translation>Demasiado grande: {size} MB, y CapOut acepta hasta {limit} MB</translation>
        </message>
        <message>
            <source>Too many pictures for one PDF</source>
            <translation>Demasiadas imágenes para un PDF</translation>
        </message>
        <message>
            <source>Try again. If it happens again, contact CapOut's support.</source>
            <translation>Inténtelo de nuevo. Si vuelve a pasar, escriba al soporte de CapOut.</translation>
        </message>
        <message>
            <source>Try one document: if it is refused, its row says why.</source>
            <translation>Pruebe con un documento: si se rechaza, su fila dice por qué.</translation>
        </message>
        <message>
            <source>Two estimates may be in one file. If so, split it and send each one alone.</source>
            <translation>Puede haber dos estimados en un archivo. Si es así, divídalo y envíe cada uno por separado.</translation>
        </message>
        <message>
            <source>Unknown problem</source>
            <translation>Problema desconocido</translation>
        </message>
        <message>
            <source>Unpack it with the password, and add the PDF.</source>
            <translation>Descomprímalo con la contraseña y añada el PDF.</translation>
        </message>
        <message>
            <source>Unpack it yourself, and add the PDFs.</source>
            <translation>Descomprímalo usted y añada los PDF.</translation>
        </message>
        <message>
            <source>Unpack it yourself, and add the folder with the estimates.</source>
            <translation>Descomprímalo usted y añada la carpeta con los estimados.</translation>
        </message>
        <message>
            <source>Uploads can end first. Quit after that, and start it again. Until then some windows may not open.</source>
            <translation>Los envíos pueden terminar antes. Después, salga y vuelva a iniciarlo. Hasta entonces, puede que algunas ventanas no se abran.</translation>
        </message>
        <message>
            <source>Use the window that is open. If there is none, restart the computer.</source>
            <translation>Use la ventana que está abierta. Si no hay ninguna, reinicie la computadora.</translation>
        </message>
        <message>
            <source>Waiting documents are sent automatically, within 15 minutes.</source>
            <translation>Lo que espera se envía por sí solo, a más tardar en 15 minutos.</translation>
        </message>
        <message>
            <source>Waiting for CapOut's list</source>
            <translation>Espera la lista de CapOut</translation>
        </message>
        <message>
            <source>Waiting for a file with the same name</source>
            <translation>Espera a otro del mismo nombre</translation>
        </message>
        <message>
            <source>Waiting for an XactNet address</source>
            <translation>Espera una dirección XactNet</translation>
        </message>
        <message>
            <source>Waiting for your API key</source>
            <translation>Espera su clave de API</translation>
        </message>
        <message>
            <source>Waiting for your OK</source>
            <translation>Espera su visto bueno</translation>
        </message>
        <message>
            <source>What was already sent is still recognized if you add it again.</source>
            <translation>Lo que ya se envió se reconoce aunque lo agregue de nuevo.</translation>
        </message>
        <message>
            <source>What's new: {news}</source>
            <translation>Novedades: {news}</translation>
        </message>
        <message>
            <source>Your connection is slow right now. Waiting documents are sent automatically later.</source>
            <translation>Su conexión está lenta en este momento. Lo que espera sale solo más tarde.</translation>
        </message>
        <message>
            <source>Your connection or CapOut is slow right now. Waiting documents are sent automatically later.</source>
            <translation>Su conexión o CapOut está lento en este momento. Lo que espera sale solo más tarde.</translation>
        </message>
        <message>
            <source>Your keyring is waiting for its password</source>
            <translation>Su llavero espera su contraseña</translation>
        </message>
        <message>
            <source>Your keyring stayed locked</source>
            <translation>Su llavero siguió bloqueado</translation>
        </message>
        <message>
            <source>Your list can't be saved right now</source>
            <translation>Su lista no se puede guardar en este momento</translation>
        </message>
        <message>
            <source>Your list can't be stored on this disk</source>
            <translation>Su lista no se puede guardar en este disco</translation>
        </message>
        <message>
            <source>Your list could not be read and was set aside</source>
            <translation>Su lista no se pudo leer y se apartó</translation>
        </message>
        <message>
            <source>Your list was written by a newer version of this program</source>
            <translation>Su lista se escribió con una versión más reciente de este programa</translation>
        </message>
        <message>
            <source>Your network's proxy blocks CapOut</source>
            <translation>El proxy de la red no deja pasar a CapOut</translation>
        </message>
        <message>
            <source>Your other documents are not affected. Choose Retry. If it happens again, choose Help → Copy diagnostics and send that to support.</source>
            <translation>Sus demás documentos continúan. Elija Reintentar. Si vuelve a ocurrir, elija Ayuda → Copiar el diagnóstico y envíelo al servicio de asistencia.</translation>
        </message>
        <message>
            <source>{cause}. Nothing to do: it is not sent again until that is certain.</source>
            <translation>{cause}. No hay que hacer nada: no se envía de nuevo hasta saberlo con certeza.</translation>
        </message>
        <message>
            <source>{count} documents were exported</source>
            <translation>Se exportaron {count} documentos</translation>
        </message>
        <message>
            <source>{count} documents were removed from the list</source>
            <translation>Se quitaron {count} documentos de la lista</translation>
        </message>
        <message>
            <source>{name} was left out</source>
            <translation>{name} no se agregó</translation>
        </message>
        <message>
            <source>{number} PDFs are already in the watched folder</source>
            <translation>Ya hay {number} PDF en la carpeta vigilada</translation>
        </message>
        <message>
            <source>{number} other files were left out</source>
            <translation>Se dejaron fuera otros {number} archivos</translation>
        </message>
        <message>
            <source>{organization} needs a key</source>
            <translation>{organization} necesita una clave</translation>
        </message>
        <message>
            <source>{size} MB: CapOut may find it too large</source>
            <translation>{size} MB: puede ser demasiado grande para CapOut</translation>
        </message>
    </context>
    <context>
        <name>profile_names</name>
        <message>
            <source>Not set up here</source>
            <translation>No configurada aquí</translation>
        </message>
        <message>
            <source>Organization</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>Practice</source>
            <translation>Práctica</translation>
        </message>
    </context>
    <context>
        <name>profiles</name>
        <message>
            <source>Asking the keyring…</source>
            <translation>Preguntando al llavero…</translation>
        </message>
        <message>
            <source>Blue</source>
            <translation>Azul</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>Verde</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>Real</translation>
        </message>
        <message>
            <source>Needs a key</source>
            <translation>Necesita una clave</translation>
        </message>
        <message>
            <source>Not tested: offline</source>
            <translation>No probada: sin conexión</translation>
        </message>
        <message>
            <source>Orange</source>
            <translation>Naranja</translation>
        </message>
        <message>
            <source>Purple</source>
            <translation>Morado</translation>
        </message>
        <message>
            <source>Red</source>
            <translation>Rojo</translation>
        </message>
        <message>
            <source>Sandbox</source>
            <translation>Práctica</translation>
        </message>
        <message>
            <source>Teal</source>
            <translation>Turquesa</translation>
        </message>
        <message>
            <source>Test</source>
            <translation>Prueba</translation>
        </message>
        <message>
            <source>Testing…</source>
            <translation>Probando…</translation>
        </message>
        <message>
            <source>This session only</source>
            <translation>Solo esta sesión</translation>
        </message>
        <message>
            <source>Works</source>
            <translation>Funciona</translation>
        </message>
    </context>
    <context>
        <name>progress</name>
        <message>
            <source>All done</source>
            <translation>Todo listo</translation>
        </message>
        <message>
            <source>Connecting</source>
            <translation>Conectando</translation>
        </message>
        <message>
            <source>Done {time}</source>
            <translation>Listo: {time}</translation>
        </message>
        <message>
            <source>In progress at CapOut</source>
            <translation>En proceso en CapOut</translation>
        </message>
        <message>
            <source>Not sent</source>
            <translation>No enviado</translation>
        </message>
        <message>
            <source>Not sent yet</source>
            <translation>Aún no enviado</translation>
        </message>
        <message>
            <source>Upload finished</source>
            <translation>Carga terminada</translation>
        </message>
        <message>
            <source>{done} of 5 stages done</source>
            <translation>{done} de 5 etapas listas</translation>
        </message>
        <message>
            <source>{part} · {duration} left</source>
            <translation>{part} · faltan {duration}</translation>
        </message>
        <message>
            <source>{percent} percent sent, {part}</source>
            <translation>{percent} por ciento enviado, {part}</translation>
        </message>
        <message>
            <source>{size} a second</source>
            <translation>{size} por segundo</translation>
        </message>
        <message>
            <source>{size} are transmitted, because the PDF is encoded for the upload</source>
            <translation>Por la línea viajan {size}: el PDF se empaqueta para el viaje</translation>
        </message>
    </context>
    <context>
        <name>questions</name>
        <message>
            <source>CapOut Desktop</source>
            <translation>CapOut Desktop</translation>
        </message>
        <message>
            <source>CapOut Desktop stays open in the tray</source>
            <translation>CapOut Desktop sigue abierto junto al reloj</translation>
        </message>
        <message>
            <source>CapOut may already have it. Check CapOut's web app first. Sending it again can cost credits a second time.</source>
            <translation>Es posible que CapOut ya lo tenga. Mire primero en la aplicación web de CapOut: enviado de nuevo, puede costar créditos por segunda vez.</translation>
        </message>
        <message>
            <source>CapOut may already have them. Check CapOut's web app first. Sending them again can cost credits a second time.</source>
            <translation>Es posible que CapOut ya los tenga. Mire primero en la aplicación web de CapOut: enviados de nuevo, cada uno puede costar créditos por segunda vez.</translation>
        </message>
        <message>
            <source>Close to the tray</source>
            <translation>Cerrar y seguir junto al reloj</translation>
        </message>
        <message>
            <source>Documents in progress continue, and you are told when they are done. Click the icon in the tray to bring the window back, or choose Quit there to end the program.</source>
            <translation>Lo que está en curso sigue, y se le avisa cuando termina. Haga clic en el ícono junto al reloj para volver a la ventana, o elija Salir ahí para cerrar el programa.</translation>
        </message>
        <message>
            <source>Don't send</source>
            <translation>No enviar</translation>
        </message>
        <message>
            <source>Everything in this dialog goes back to its default, and no folder is watched. Your list, keys and addresses stay as they are.</source>
            <translation>Todo lo de esta ventana vuelve a ser como el primer día, y ya no se vigila ninguna carpeta. Su lista, sus claves y sus direcciones quedan como están.</translation>
        </message>
        <message>
            <source>Keep my settings</source>
            <translation>Conservar mi configuración</translation>
        </message>
        <message>
            <source>Keep open</source>
            <translation>Dejar abierto</translation>
        </message>
        <message>
            <source>Quit now</source>
            <translation>Salir ahora</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>Restablecer</translation>
        </message>
        <message>
            <source>Reset all settings?</source>
            <translation>¿Restablecer toda la configuración?</translation>
        </message>
        <message>
            <source>Send again</source>
            <translation>Enviar de nuevo</translation>
        </message>
    </context>
    <context>
        <name>row buttons</name>
        <message>
            <source>Decide</source>
            <translation>Decidir</translation>
        </message>
        <message>
            <source>{action}: {name}</source>
            <translation>{action}: {name}</translation>
        </message>
    </context>
    <context>
        <name>second start</name>
        <message>
            <source>Another user of this computer owns the folder {folder}. CapOut Desktop keeps nothing there, since they could change its list and settings.</source>
            <translation>Otro usuario de esta computadora es dueño de la carpeta {folder}. CapOut Desktop no guarda nada ahí, porque ese usuario podría cambiar su lista y su configuración.</translation>
        </message>
        <message>
            <source>CapOut Desktop did not start</source>
            <translation>CapOut Desktop no se inició</translation>
        </message>
        <message>
            <source>CapOut Desktop is running already and does not answer. Close it, start it again, and add the files once more. What it has by then is not added twice.</source>
            <translation>CapOut Desktop ya está en marcha y no responde. Ciérrelo, inícielo de nuevo y añada los archivos otra vez. Lo que ya tenga no se añade dos veces.</translation>
        </message>
        <message>
            <source>CapOut Desktop is running already, and not with the same {options}. Nothing was handed to it or sent. Close it first, or start with what it runs with.</source>
            <translation>CapOut Desktop ya está en marcha, y no con lo mismo en {options}. No se le entregó ni se envió nada. Ciérrelo primero o inicie con lo mismo con que está en marcha.</translation>
        </message>
    </context>
    <context>
        <name>shortcuts</name>
        <message>
            <source>Elsewhere</source>
            <translation>En otros lugares</translation>
        </message>
    </context>
    <context>
        <name>spending</name>
        <message>
            <source>Added</source>
            <translation>Agregado</translation>
        </message>
        <message>
            <source>Credits</source>
            <translation>Créditos</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>Día</translation>
        </message>
        <message>
            <source>Divided</source>
            <translation>Repartido</translation>
        </message>
        <message>
            <source>Documents</source>
            <translation>Documentos</translation>
        </message>
        <message>
            <source>Expired</source>
            <translation>Vencidos</translation>
        </message>
        <message>
            <source>For</source>
            <translation>Concepto</translation>
        </message>
        <message>
            <source>Organization</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>Spent elsewhere, or uncertain</source>
            <translation>Gastado en otro lugar, o incierto</translation>
        </message>
        <message>
            <source>XactNet address</source>
            <translation>Dirección XactNet</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>sí</translation>
        </message>
    </context>
    <context>
        <name>timeline</name>
        <message>
            <source>Accepted by CapOut as {id}</source>
            <translation>CapOut lo aceptó como {id}</translation>
        </message>
        <message>
            <source>Added to the list</source>
            <translation>Agregado a la lista</translation>
        </message>
        <message>
            <source>Address changed from {before} to {address}</source>
            <translation>La dirección cambió de {before} a {address}</translation>
        </message>
        <message>
            <source>Address chosen: {address}</source>
            <translation>Dirección elegida: {address}</translation>
        </message>
        <message>
            <source>Can't be sent</source>
            <translation>No se puede enviar</translation>
        </message>
        <message>
            <source>Canceled</source>
            <translation>Retirado</translation>
        </message>
        <message>
            <source>Canceled by you while it was sent</source>
            <translation>Cancelado por usted mientras se enviaba</translation>
        </message>
        <message>
            <source>CapOut does not have it: canceled</source>
            <translation>CapOut no lo tiene: cancelado</translation>
        </message>
        <message>
            <source>CapOut does not have it: sending it again</source>
            <translation>CapOut no lo tiene: sale de nuevo</translation>
        </message>
        <message>
            <source>CapOut says: {word}</source>
            <translation>CapOut dice: {word}</translation>
        </message>
        <message>
            <source>Checked: ready to send</source>
            <translation>Revisado: puede salir</translation>
        </message>
        <message>
            <source>Complete: the estimate is in Xactimate</source>
            <translation>Completo: el estimado está en Xactimate</translation>
        </message>
        <message>
            <source>Continues</source>
            <translation>Sigue</translation>
        </message>
        <message>
            <source>Could not be sent</source>
            <translation>No pasó</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Falló</translation>
        </message>
        <message>
            <source>File moved to {path}</source>
            <translation>El archivo se movió a {path}</translation>
        </message>
        <message>
            <source>Included by you</source>
            <translation>Usted lo incluyó</translation>
        </message>
        <message>
            <source>Marked as received by you</source>
            <translation>Llegó, según usted</translation>
        </message>
        <message>
            <source>Moved to the top of the queue by you</source>
            <translation>Lo movió al principio de la cola</translation>
        </message>
        <message>
            <source>On hold</source>
            <translation>Detenido</translation>
        </message>
        <message>
            <source>Put back on the list</source>
            <translation>Devuelto a la lista</translation>
        </message>
        <message>
            <source>Removed from the list</source>
            <translation>Quitado de la lista</translation>
        </message>
        <message>
            <source>Sending</source>
            <translation>Enviando</translation>
        </message>
        <message>
            <source>Sending, try {n}</source>
            <translation>Enviando, intento {n}</translation>
        </message>
        <message>
            <source>Set aside by you: it was never sent</source>
            <translation>Usted lo apartó: nunca se envió</translation>
        </message>
        <message>
            <source>Skipped by you</source>
            <translation>Usted lo omitió</translation>
        </message>
        <message>
            <source>Started by you</source>
            <translation>Iniciado por usted</translation>
        </message>
        <message>
            <source>The file can be read again</source>
            <translation>El archivo se puede leer de nuevo</translation>
        </message>
        <message>
            <source>The file changed before it was sent, and is checked again</source>
            <translation>El archivo cambió antes de enviarse y se comprueba de nuevo</translation>
        </message>
        <message>
            <source>The upload finished, but no answer came</source>
            <translation>Se envió completo y no llegó respuesta</translation>
        </message>
        <message>
            <source>Unlocked with the password; a copy is sent</source>
            <translation>Desbloqueado con la contraseña; se envía una copia</translation>
        </message>
        <message>
            <source>You chose its pages; a copy is sent</source>
            <translation>Usted eligió sus páginas; se envía una copia</translation>
        </message>
        <message>
            <source>You chose to retry it</source>
            <translation>Se intentará de nuevo, porque usted lo pidió</translation>
        </message>
        <message>
            <source>You chose to send it again</source>
            <translation>Se enviará de nuevo, porque usted lo pidió</translation>
        </message>
        <message>
            <source>You chose to send it anyway</source>
            <translation>Usted decidió enviarlo de todos modos</translation>
        </message>
        <message>
            <source>{sentence} ({words})</source>
            <translation>{sentence} ({words})</translation>
        </message>
        <message>
            <source>{what}: {why}</source>
            <translation>{what}: {why}</translation>
        </message>
    </context>
    <context>
        <name>view</name>
        <message>
            <source>&amp;Theme</source>
            <translation>&amp;Tema</translation>
        </message>
        <message>
            <source>Batch</source>
            <translation>Lote</translation>
        </message>
        <message>
            <source>Claim</source>
            <translation>Reclamo</translation>
        </message>
        <message>
            <source>Comfortable</source>
            <translation>Cómoda</translation>
        </message>
        <message>
            <source>Compact</source>
            <translation>Compacta</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Oscuro</translation>
        </message>
        <message>
            <source>Day added</source>
            <translation>Día en que se agregó</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Claro</translation>
        </message>
        <message>
            <source>Match system</source>
            <translation>Como el sistema</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>Nada</translation>
        </message>
        <message>
            <source>Organization</source>
            <translation>Organización</translation>
        </message>
        <message>
            <source>XactNet address</source>
            <translation>Dirección XactNet</translation>
        </message>
    </context>
    <context>
        <name>wording</name>
        <message>
            <source>Actions</source>
            <translation>Acciones</translation>
        </message>
        <message>
            <source>Asking whether it arrived</source>
            <translation>Preguntando si llegó</translation>
        </message>
        <message>
            <source>Can't be sent</source>
            <translation>No se puede enviar</translation>
        </message>
        <message>
            <source>Canceled</source>
            <translation>Cancelado</translation>
        </message>
        <message>
            <source>Canceled: CapOut does not have it</source>
            <translation>Cancelado: CapOut no lo tiene</translation>
        </message>
        <message>
            <source>CapOut accepted it and then failed. Whether that costs credits is up to CapOut.</source>
            <translation>CapOut lo aceptó y después falló. Si eso cuesta créditos lo decide CapOut.</translation>
        </message>
        <message>
            <source>CapOut accepted it, and that costs credits.</source>
            <translation>CapOut lo aceptó, y eso cuesta créditos.</translation>
        </message>
        <message>
            <source>CapOut could not finish it</source>
            <translation>CapOut no pudo terminarlo</translation>
        </message>
        <message>
            <source>CapOut is working on it</source>
            <translation>CapOut está trabajando en él</translation>
        </message>
        <message>
            <source>Categories</source>
            <translation>Categorías</translation>
        </message>
        <message>
            <source>Charged</source>
            <translation>Cobrado</translation>
        </message>
        <message>
            <source>Checking</source>
            <translation>Revisando</translation>
        </message>
        <message>
            <source>Checking with CapOut</source>
            <translation>Consultando a CapOut</translation>
        </message>
        <message>
            <source>Checking…</source>
            <translation>Verificando…</translation>
        </message>
        <message>
            <source>Choose Include if it is to be sent after all.</source>
            <translation>Elija Incluir si al final debe enviarse.</translation>
        </message>
        <message>
            <source>Complete</source>
            <translation>Completo</translation>
        </message>
        <message>
            <source>Downloading</source>
            <translation>Descargando</translation>
        </message>
        <message>
            <source>Downloading the file from the cloud</source>
            <translation>Descargando el archivo de la nube</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Falló</translation>
        </message>
        <message>
            <source>In {folder}</source>
            <translation>En {folder}</translation>
        </message>
        <message>
            <source>Link to {host}</source>
            <translation>Enlace a {host}</translation>
        </message>
        <message>
            <source>Live key</source>
            <translation>Clave real</translation>
        </message>
        <message>
            <source>Look at it in CapOut's web app, or choose Send again.</source>
            <translation>Revíselo en la aplicación web de CapOut o elija Enviar de nuevo.</translation>
        </message>
        <message>
            <source>Look at it in CapOut's web app.</source>
            <translation>Revíselo en la aplicación web de CapOut.</translation>
        </message>
        <message>
            <source>May be charged</source>
            <translation>Tal vez cobrado</translation>
        </message>
        <message>
            <source>Needs you</source>
            <translation>Requiere atención</translation>
        </message>
        <message>
            <source>Next try at {time}</source>
            <translation>Próximo intento: {time}</translation>
        </message>
        <message>
            <source>None chosen</source>
            <translation>Ninguna elegida</translation>
        </message>
        <message>
            <source>Not charged</source>
            <translation>No cobrado</translation>
        </message>
        <message>
            <source>Not sent</source>
            <translation>No enviado</translation>
        </message>
        <message>
            <source>Not sent unless you include it</source>
            <translation>No se envía a menos que lo incluya</translation>
        </message>
        <message>
            <source>Not stated</source>
            <translation>No indicada</translation>
        </message>
        <message>
            <source>Nothing was charged for this document.</source>
            <translation>No se cobró nada por este documento.</translation>
        </message>
        <message>
            <source>OCR</source>
            <translation>OCR</translation>
        </message>
        <message>
            <source>Practice</source>
            <translation>Práctica</translation>
        </message>
        <message>
            <source>Processing</source>
            <translation>En proceso</translation>
        </message>
        <message>
            <source>Reading the file</source>
            <translation>Leyendo el archivo</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Listo</translation>
        </message>
        <message>
            <source>Sending</source>
            <translation>Enviando</translation>
        </message>
        <message>
            <source>Sending is paused</source>
            <translation>El envío está en pausa</translation>
        </message>
        <message>
            <source>Sent before the others</source>
            <translation>Se envía antes que los demás</translation>
        </message>
        <message>
            <source>Sent to Xactimate</source>
            <translation>Enviado a Xactimate</translation>
        </message>
        <message>
            <source>Skipped</source>
            <translation>Omitido</translation>
        </message>
        <message>
            <source>Stopped before the upload finished</source>
            <translation>Se detuvo antes de terminar la carga</translation>
        </message>
        <message>
            <source>Structure</source>
            <translation>Estructura</translation>
        </message>
        <message>
            <source>Submitted elsewhere</source>
            <translation>Enviado desde otro lugar</translation>
        </message>
        <message>
            <source>Test key</source>
            <translation>Clave de prueba</translation>
        </message>
        <message>
            <source>The upload finished. CapOut has not confirmed yet that it has the file.</source>
            <translation>Se envió completo; CapOut todavía no dijo si lo aceptó.</translation>
        </message>
        <message>
            <source>Trades</source>
            <translation>Oficios</translation>
        </message>
        <message>
            <source>Try number {number}</source>
            <translation>Intento número {number}</translation>
        </message>
        <message>
            <source>Uploaded, waiting for an answer</source>
            <translation>Enviado, esperando la respuesta</translation>
        </message>
        <message>
            <source>Uploading to CapOut</source>
            <translation>En camino a CapOut</translation>
        </message>
        <message>
            <source>Usually takes {duration}</source>
            <translation>Normalmente tarda {duration}</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>En espera</translation>
        </message>
        <message>
            <source>Waiting its turn</source>
            <translation>Espera su turno</translation>
        </message>
        <message>
            <source>done</source>
            <translation>lista</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>falló</translation>
        </message>
        <message>
            <source>running</source>
            <translation>en curso</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>en espera</translation>
        </message>
        <message>
            <source>{done} of 5 stages done</source>
            <translation>{done} de 5 etapas listas</translation>
        </message>
        <message>
            <source>{name} from {container}</source>
            <translation>{name} de {container}</translation>
        </message>
    </context>
</TS>
