<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
    <context>
        <name>Adding</name>
        <message>
            <source>CapOut takes PDF files, folders and links that begin with https://</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing here that can be added</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing to paste</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save the attachment first, then drag it here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The mail program has not written this file to the disk yet.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>AddressDelegate</name>
        <message>
            <source>XactNet address for this file</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>AddressField</name>
        <message>
            <source>In Xactimate: Help, About Xactimate, or the profile icon online</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Usually looks like name@instance. Please check it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Who receives the estimates in Xactimate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>XactNet address that receives the estimates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>XactNet address, like name@instance</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>AddressQuestion</name>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send there</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send to another address</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>BatchModel</name>
        <message>
            <source>File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What will happen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>XactNet address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{address}: usually looks like name@instance</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>BatchSheet</name>
        <message>
            <source>&amp;Don't ask for batches</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Not now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Remove all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Send {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Before these files go</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose who shall receive them. Then they can go.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing to send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading the folder…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send &amp;to</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Several files at once then go like a single one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>They leave the list; nothing happens to the files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>They stay on the list and wait for you; nothing is sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{credits} · as of {time}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>BatchSummaryLines</name>
        <message>
            <source>Go to the next of these files</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>BatchTable</name>
        <message>
            <source>Files of this batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Space takes a file in or out, F2 gives it an address of its own</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CreditsIndicator</name>
        <message>
            <source>As of {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Asking for credits…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Click to ask CapOut again (F5)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Credits unknown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None of them expires within 30 days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>never expire</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>until {day}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{credits} at {time}, not newer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{credits} · as of {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{credits}, refreshing…</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>DocumentActions</name>
        <message>
            <source>&amp;Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Open file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Retry</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Send again…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy CapOut document &amp;ID</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It &amp;arrived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Re&amp;move from the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>S&amp;tart</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send to another a&amp;ddress…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show in &amp;folder</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>DocumentModel</name>
        <message>
            <source>Credits</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Progress</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Status</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Updated</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>XactNet address</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>DocumentTable</name>
        <message>
            <source>Documents</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One row for each file: how far it is, and what it needs from you</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>DropOverlay</name>
        <message>
            <source>Let go anywhere in this window</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>EmptyState</name>
        <message>
            <source>Browse…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose PDF estimates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drag them from a folder, or drop the whole folder. Each one goes to CapOut and arrives in Xactimate at the address above.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drop PDF estimates here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>PDF up to 50 MB  ·  Ctrl+V pastes files, too</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try it with three sample estimates</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Finding</name>
        <message>
            <source>&amp;Find…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Order of arrival</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>S&amp;ort by</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{shown} of {total} shown</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>FirstStart</name>
        <message>
            <source>&amp;XactNet address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>API &amp;key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>API key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connect to CapOut</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hide</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hide the API key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In CapOut's web app: Settings → API keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In Xactimate desktop: Help → About Xactimate. In Xactimate online: the profile icon.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the API key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Test key and start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Testing the key…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Two things, once. Then estimates go to Xactimate as soon as you drop them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>XactNet address</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>KeyBadge</name>
        <message>
            <source>Practice CapOut on this computer: nothing leaves it, nothing is spent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>SANDBOX</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>TEST</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Test key: no real credits are spent</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>NothingFound</name>
        <message>
            <source>Clear the search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Names, addresses, CapOut ids and states were searched.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No documents of the organisation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing matches “{words}”</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>OrganisationView</name>
        <message>
            <source>As of {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>As of {time}, old: {problem}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Asking CapOut…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The list comes from CapOut in a moment.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What you or your colleagues send to CapOut will be listed here.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ProblemBanner</name>
        <message>
            <source>Dismiss</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>QueueActions</name>
        <message>
            <source>&amp;Pause sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Undo removal</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Retry all &amp;failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send at &amp;once</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ScopeSwitch</name>
        <message>
            <source>All of the organisation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>List also what was submitted in the web app or on another computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>List what was added on this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which documents are listed</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>SearchField</name>
        <message>
            <source>Clear the search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Finds words in names, addresses, CapOut ids and states (Ctrl+F)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search the list</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>SendBar</name>
        <message>
            <source>&amp;Send to</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add PDFs…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose PDF estimates (Ctrl+O)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose PDF estimates on this computer</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message>
            <source>Ready</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>about</name>
        <message>
            <source>About CapOut Desktop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drag insurers' PDF estimates onto the window, and follow each one into Xactimate.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>action</name>
        <message>
            <source>Resume</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Undo</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>announcer</name>
        <message>
            <source>Documents: {counted}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>batch</name>
        <message>
            <source>Being checked…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Goes again: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The same file as {name} on this list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tick it to send it again: that costs credits a second time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Will go</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>cells</name>
        <message>
            <source>For {address}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>choosers</name>
        <message>
            <source>Add PDF estimates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add a folder of PDF estimates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All files (*)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>PDF estimates (*.pdf *.PDF)</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>connection_words</name>
        <message>
            <source>Checking every {seconds} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Live</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Live (SSE)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Offline since {time}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>count</name>
        <message numerus="yes">
            <source>Send {number} documents again?</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>Who shall receive {number} documents?</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>You added {number} files</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} PDFs</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} are still being checked</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} cancelled</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} cannot go</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} complete</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} credits</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} credits left</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents go on as soon as the key works.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} documents listed</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} files go a second time, and that costs credits a second time.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} folders or other files</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} have something you should know</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} links</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} need attention</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} of them expire within 30 days</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} pages</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} processing</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} uploading</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} uploads are still running</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} waiting</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} were sent before, or are on this list twice</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{number} will go</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
    </context>
    <context>
        <name>drop</name>
        <message>
            <source> and </source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drop to add {sources}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drop to look into {others}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{added} and look into {others}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>figures</name>
        <message>
            <source>bytes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {total} {unit}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>menus</name>
        <message>
            <source>&amp;About CapOut Desktop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Add PDFs…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Documents</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Paste</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A&amp;ccount</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add &amp;folder…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change &amp;key…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refresh c&amp;redits</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>problem</name>
        <message>
            <source>1 PDF is already in the watched folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>1 document was taken off the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A file of this name is on its way to the same address. This one goes right after it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A key is one long word without spaces. Copy it once more from CapOut's web app.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A new list was begun. Look in CapOut's web app before you send a file a second time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A scan: its text cannot be selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A second copy of what was sent is still recognised.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask whoever manages your CapOut account what the key is allowed to do.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Asking CapOut whether it arrived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Buy credits in CapOut's web app. What waits goes once there are some.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut Desktop is already running</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut already has something like this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut asks to slow down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut cannot be reached</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut cannot work with this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut could not finish it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut could not read the request</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut did not accept this key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut does not know this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut does not take connections at the moment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut has a problem of its own</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut is busy or being serviced</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut refused this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut takes PDF estimates only. Ask the carrier for the PDF, or print the file to PDF.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut takes links that begin with https:// only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut took too long to answer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut's address cannot be found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut's address has moved</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut's answer broke off</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut's answer could not be understood</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change back to that key to find out whether it arrived. It is not sent again meanwhile.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check that the disk is not full and not write-protected, then start the program again. Nothing is sent until then.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check that this computer is online. What waits goes by itself once it is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check that this is the estimate alone, without policies or photo reports.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check the XactNet address and the file, then try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check the key under Settings → API keys in CapOut's web app, then enter it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check the proxy in this computer's network settings, or ask IT to let api.capout.ai through.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check this computer's date and time, and sign in if the network has a sign-in page. In an office that inspects traffic, ask IT to install its certificate on this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check your internet connection. What waits goes by itself later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check your internet connection. What waits goes by itself once it is back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose Start, and it goes. Nothing is sent before that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose at the top of the window who shall receive it, and it goes by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close the program that has it open, or copy it to your Documents folder, then press Retry.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connect the drive or the network that {folder} is on. It is watched again by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Download or save it once more from the e-mail, then press Retry.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Download the PDF in your browser and add the file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the key, and it goes by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter your API key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Free some space on the disk. Until then no file is added and none is sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Free some space on the disk: what was taken must be remembered, or it would go twice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>If it is on a network drive or a stick, check that it is connected, then press Retry.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Install the newest version of CapOut Desktop. Nothing was changed, and nothing is sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It may have arrived, and CapOut's list cannot tell</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It may not have finished downloading. Save it again from the e-mail, then press Retry.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was moved, renamed or deleted after it was added. Add it again from where it is now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Live updates are interrupted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at it in CapOut's web app. If the PDF is a scan, ask the carrier for the original.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look for a newer version of this program, then try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look for it in CapOut's web app. If it is not there, choose Send again: if it is, that costs credits a second time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look for the document in CapOut's web app; perhaps it belongs to another account.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look in CapOut's web app whether this document is there before you send it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>More pages than an estimate usually has</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No PDFs in this folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No credits left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No secure connection to CapOut could be made</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is lost. Please start the program again, and report it if it comes back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is wrong on your side. What waits goes by itself later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing to do: CapOut is asked whether it arrived before it is sent again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing to do: it is not sent again before that is certain.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing to do: they are taken up again by themselves, and nothing is missed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing to do: what waits goes by itself in a moment.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing to do: what waits goes by itself later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was charged. It goes by itself when the program runs again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only new ones are taken by themselves. Take these too, or close this to leave them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open it with the password, print it to a new PDF without one, and add that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the folder and look where the estimates are, then add those.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Press Retry to send it as it is now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Print it to PDF at a lower quality, or split it into parts, and add those.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove this one, or choose Send again: that costs credits a second time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scans convert less well. Ask the carrier for the original PDF if you can.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sending is paused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sent with another organisation's key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in if the network has a sign-in page, or try another network.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in if the network has a sign-in page; else look for a newer version.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Something went wrong that should not have</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stopped before it was sent whole</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The PDF is damaged or incomplete</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The PDF needs a password to open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The call to CapOut failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The connection to CapOut broke</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The document may have arrived. It is looked up in CapOut's list before it may go again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file arrived too slowly for CapOut</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file changed after it was added</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file could not be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file is empty</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file is not there any more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file is too large for CapOut</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder is not watched at the moment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The key could not be read: this computer's keyring said no</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The key could not be stored: this computer's keyring said no</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The key is kept for this session only: enter it again at the next start.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The key is kept for this session only: enter it again at the next start. A keyring such as GNOME Keyring or KWallet would keep it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The network's proxy does not let CapOut through</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The program ended while this was being sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The same file was already sent to this address on {day}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The secure connection to CapOut is not trusted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The watched folder cannot be reached</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This computer does not let you read the file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This computer has no place to keep the key safely</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This computer's keyring would store the key unprotected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This does not look like an API key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no address of CapOut that a key may be sent to</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is not a PDF</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This key may not do that</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Too large: {size} MB, and CapOut takes up to {limit} MB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try again. If it happens again, write to CapOut's support.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unlock the keyring and start the program again, or enter the key for this session.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use an address that begins with https://.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use the window that is open. If there is none, restart the computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Usually this passes within minutes. If a firewall guards your office, ask for api.capout.ai to be let through.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting for an XactNet address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting for its namesake</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting for your API key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting for your OK</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What CapOut said stands beside this. Try again, or write to CapOut's support.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What is under way goes on; nothing new starts until you resume.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You find it in CapOut's web app under Settings → API keys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your connection is slow at the moment. What waits goes by itself later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your connection or CapOut is slow at the moment. What waits goes by itself later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your list cannot be kept on this disk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your list cannot be saved at the moment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your list could not be read and was put aside</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your list was written by a newer version of this program</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} documents were taken off the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{number} PDFs are already in the watched folder</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>progress</name>
        <message>
            <source>All done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All of it was sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Before sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connecting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In progress at CapOut</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not sent yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of 5 stages done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{percent} percent sent, {part}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{size} go over the line: the PDF is wrapped for the journey</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>questions</name>
        <message>
            <source>CapOut Desktop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut may have it already. Look in CapOut's web app first: sent again, it can cost credits a second time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut may have them already. Look in CapOut's web app first: sent again, each can cost credits a second time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Do not send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is lost if you quit: what was not sent whole is not charged, and goes when you start CapOut Desktop again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop them and quit</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>wording</name>
        <message>
            <source>Actions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All of it was sent; CapOut has not yet said whether it took it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Asking CapOut whether it arrived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Called back before it was sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Can't be sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancelled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut could not finish it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut is working on it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut took it in and then failed. Whether that costs credits is CapOut's decision.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CapOut took it in, and that costs credits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Categories</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Charged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Checking</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Checking…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Complete</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Confirming</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Goes as soon as it is its turn</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In {folder}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Link to {host}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at it in CapOut's web app, or choose Send again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>May be charged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next try at {time}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not charged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not stated</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was charged for this document.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>OCR</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On its way to CapOut</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Processing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading the file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sent to Xactimate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sent, waiting for the answer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set aside by you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Structure</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Submitted elsewhere</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Trades</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try number {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Uploading</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits for you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>running</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>waiting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of 5 stages done</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
