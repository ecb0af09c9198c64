; The installer for one person: no administrator, everything below that person's own folders.
; installer.py gives VERSION, FILE_VERSION, PAYLOAD, OUTPUT, ICON, PICTURE, LICENSE, SIZE_KIB and,
; where there is a certificate, SIGN: a command that signs the file named after it. TARGET chooses
; the kind of installer.

Unicode true
!ifdef TARGET
  Target "${TARGET}"
!endif
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor /SOLID lzma

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "x64.nsh"

!define PROGRAM "CapOut Desktop"
!define EXE "capout-desktop.exe"
!define CLASSES "Software\Classes"
!define PROGID "CapOutDesktop.Estimate"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\CapOutDesktop"
!define APP_PATH "Software\Microsoft\Windows\CurrentVersion\App Paths\${EXE}"
; Where the program keeps its list, its settings and its logs (store/folders.py).
!define DATA "$LOCALAPPDATA\CapOut Desktop"

Name "${PROGRAM}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\CapOut Desktop"
; An upgrade goes where the version before it lies.
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${PROGRAM} ${VERSION}"

!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

VIProductVersion "${FILE_VERSION}"
VIAddVersionKey "ProductName" "${PROGRAM}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${FILE_VERSION}"
VIAddVersionKey "FileDescription" "${PROGRAM} Setup"
VIAddVersionKey "CompanyName" "The CapOut Desktop developers"
VIAddVersionKey "LegalCopyright" "MIT license"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"

LangString RUNNING ${LANG_ENGLISH} "CapOut Desktop is running. Close its window, then choose Retry."
LangString RUNNING ${LANG_SPANISH} "CapOut Desktop está abierto. Cierre su ventana y elija Reintentar."
LangString OLD_WINDOWS ${LANG_ENGLISH} "CapOut Desktop needs a 64-bit Windows 10 or newer."
LangString OLD_WINDOWS ${LANG_SPANISH} "CapOut Desktop necesita Windows 10 de 64 bits o posterior."
LangString DELETE_DATA ${LANG_ENGLISH} "Delete your list of documents, your settings and your key too?$\r$\n$\r$\nThe list says which estimates were sent. Without it, CapOut Desktop cannot warn you when a file would be sent, and paid for, a second time."
LangString DELETE_DATA ${LANG_SPANISH} "¿Eliminar también su lista de documentos, su configuración y su clave?$\r$\n$\r$\nLa lista dice qué estimaciones se enviaron. Sin ella, CapOut Desktop no puede avisarle cuando un archivo se enviaría, y pagaría, por segunda vez."
LangString OPEN_WITH_NAME ${LANG_ENGLISH} "Open with"
LangString OPEN_WITH_NAME ${LANG_SPANISH} "Abrir con"
LangString SEND_TO_NAME ${LANG_ENGLISH} "Send to"
LangString SEND_TO_NAME ${LANG_SPANISH} "Enviar a"
LangString DESKTOP_NAME ${LANG_ENGLISH} "Desktop shortcut"
LangString DESKTOP_NAME ${LANG_SPANISH} "Acceso directo en el escritorio"
LangString MAIN ${LANG_ENGLISH} "The program, with an entry in the Start menu."
LangString MAIN ${LANG_SPANISH} "El programa, con una entrada en el menú Inicio."
LangString OPEN_WITH ${LANG_ENGLISH} "Offer CapOut Desktop when you right-click a PDF and choose Open with. What opens PDFs now stays as it is."
LangString OPEN_WITH ${LANG_SPANISH} "Ofrecer CapOut Desktop al hacer clic derecho en un PDF y elegir Abrir con. Lo que hoy abre los PDF no cambia."
LangString SEND_TO ${LANG_ENGLISH} "Offer CapOut Desktop when you right-click files or folders and choose Send to."
LangString SEND_TO ${LANG_SPANISH} "Ofrecer CapOut Desktop al hacer clic derecho en archivos o carpetas y elegir Enviar a."
LangString DESKTOP ${LANG_ENGLISH} "A shortcut on your desktop."
LangString DESKTOP ${LANG_SPANISH} "Un acceso directo en su escritorio."

; A program that runs keeps its file from being written to. Silent runs give up.
!macro WAIT_UNTIL_CLOSED un
  Function ${un}WaitUntilClosed
    ${If} ${FileExists} "$INSTDIR\${EXE}"
      look:
      ClearErrors
      FileOpen $0 "$INSTDIR\${EXE}" a
      ${If} ${Errors}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY look
        SetErrorLevel 2
        Quit
      ${EndIf}
      FileClose $0
    ${EndIf}
  FunctionEnd
!macroend
!insertmacro WAIT_UNTIL_CLOSED ""
!insertmacro WAIT_UNTIL_CLOSED "un."

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(OLD_WINDOWS)" /SD IDOK
    SetErrorLevel 1
    Quit
  ${EndIf}
FunctionEnd

; Explorer starts it as the person who is logged in, even where this installer was started as
; administrator: a window with those rights would get no files dropped from Explorer.
Function StartProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${EXE}"'
FunctionEnd

Section "${PROGRAM}" SectionProgram
  SectionIn RO
  Call WaitUntilClosed
  ; Of the version before, no module may be left to be mixed with the new ones. The list of
  ; documents is elsewhere, and stays.
  ${If} ${FileExists} "$INSTDIR\${EXE}"
    RMDir /r "$INSTDIR\_internal"
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${PROGRAM}.lnk" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${APP_PATH}" "" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${EXE}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The CapOut Desktop developers"
  WriteRegStr HKCU "${UNINSTALL}" "URLInfoAbout" "https://capout.ai"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE_KIB}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "$(OPEN_WITH_NAME)" SectionOpenWith
  WriteRegStr HKCU "${CLASSES}\${PROGID}" "" "PDF estimate"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\DefaultIcon" "" "$INSTDIR\${EXE},0"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  WriteRegNone HKCU "${CLASSES}\.pdf\OpenWithProgids" "${PROGID}"
  WriteRegStr HKCU "${CLASSES}\Applications\${EXE}" "FriendlyAppName" "${PROGRAM}"
  WriteRegStr HKCU "${CLASSES}\Applications\${EXE}\SupportedTypes" ".pdf" ""
  WriteRegStr HKCU "${CLASSES}\Applications\${EXE}\shell\open\command" "" '"$INSTDIR\${EXE}" "%1"'
  ${RefreshShellIcons}
SectionEnd

Section "$(SEND_TO_NAME)" SectionSendTo
  CreateShortcut "$SENDTO\${PROGRAM}.lnk" "$INSTDIR\${EXE}"
SectionEnd

Section /o "$(DESKTOP_NAME)" SectionDesktop
  CreateShortcut "$DESKTOP\${PROGRAM}.lnk" "$INSTDIR\${EXE}"
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionProgram} "$(MAIN)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionOpenWith} "$(OPEN_WITH)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionSendTo} "$(SEND_TO)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionDesktop} "$(DESKTOP)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Section "Uninstall"
  Call un.WaitUntilClosed
  ; By name, never the whole folder: somebody may keep things of their own in it.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${EXE}"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\third-party.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${PROGRAM}.lnk"
  Delete "$SENDTO\${PROGRAM}.lnk"
  Delete "$DESKTOP\${PROGRAM}.lnk"
  DeleteRegKey HKCU "${CLASSES}\${PROGID}"
  DeleteRegValue HKCU "${CLASSES}\.pdf\OpenWithProgids" "${PROGID}"
  DeleteRegKey HKCU "${CLASSES}\Applications\${EXE}"
  DeleteRegKey HKCU "${APP_PATH}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "CapOut Desktop"
  ${RefreshShellIcons}
  ; Silent runs, upgrades among them, keep everything.
  ${If} ${FileExists} "${DATA}\*.*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(DELETE_DATA)" /SD IDNO IDNO keep
    RMDir /r "${DATA}"
    ; The keys lie in the Credential Manager, under the name of services/organizations/key_store.py.
    ; Each server has a name of its own, and keyring puts "2@" before that of a second key.
    nsExec::Exec '"$SYSDIR\cmdkey.exe" "/delete:CapOut Desktop"'
    Pop $0
    nsExec::Exec '"$SYSDIR\cmd.exe" /d /c for /f "tokens=1* delims==" %a in (\
      $\'$SYSDIR\cmdkey.exe /list ^| $SYSDIR\findstr.exe /c:"CapOut Desktop"$\') do \
      $SYSDIR\cmdkey.exe "/delete:%b"'
    Pop $0
    keep:
  ${EndIf}
SectionEnd
