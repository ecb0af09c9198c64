/* python.exe: no package that installs on Linux has it. PYTHON_DLL is given by the compiler's
   command line, as in L"python311.dll". */
#include <windows.h>
#include <winternl.h>

typedef int run_python(int argc, wchar_t **argv);
typedef BOOL WINAPI file_information(HANDLE file, BY_HANDLE_FILE_INFORMATION *found);

static file_information *ask_system;

/* What GetFileInformationByHandle answers. For the serial number of the volume, wine asks a process
   of its own, which takes a dozen messages between three processes. Python asks with each `stat`,
   each `open` and each module that it looks for. Here the number is asked for once a drive. */
static BOOL WINAPI ask_volume_once(HANDLE file, BY_HANDLE_FILE_INFORMATION *found)
{
    static volatile LONG64 volumes[26]; /* the number, and a bit that says it is known */
    struct {
        UNICODE_STRING name;
        WCHAR characters[2048];
    } path;
    FILE_BASIC_INFO basic;
    FILE_STANDARD_INFO standard;
    LARGE_INTEGER index;
    IO_STATUS_BLOCK status;
    const WCHAR *name;

    /* A name of a drive's file begins with \??\Z: */
    if (NtQueryObject(file, 1 /* its name */, &path, sizeof(path), NULL)
        || path.name.Length < 6 * sizeof(WCHAR))
        return ask_system(file, found);
    name = path.name.Buffer;
    if (name[0] != '\\' || name[1] != '?' || name[4] < 'A' || name[4] > 'Z' || name[5] != ':')
        return ask_system(file, found);
    volatile LONG64 *volume = &volumes[name[4] - 'A'];
    if (!*volume) {
        if (!ask_system(file, found))
            return FALSE;
        *volume = found->dwVolumeSerialNumber | 1LL << 32;
        return TRUE;
    }
    if (!GetFileInformationByHandleEx(file, FileBasicInfo, &basic, sizeof(basic))
        || !GetFileInformationByHandleEx(file, FileStandardInfo, &standard, sizeof(standard))
        || NtQueryInformationFile(file, &status, &index, sizeof(index), FileInternalInformation))
        return ask_system(file, found);
    found->dwFileAttributes = basic.FileAttributes;
    found->ftCreationTime.dwLowDateTime = basic.CreationTime.LowPart;
    found->ftCreationTime.dwHighDateTime = basic.CreationTime.HighPart;
    found->ftLastAccessTime.dwLowDateTime = basic.LastAccessTime.LowPart;
    found->ftLastAccessTime.dwHighDateTime = basic.LastAccessTime.HighPart;
    found->ftLastWriteTime.dwLowDateTime = basic.LastWriteTime.LowPart;
    found->ftLastWriteTime.dwHighDateTime = basic.LastWriteTime.HighPart;
    found->dwVolumeSerialNumber = (DWORD)*volume;
    found->nFileSizeLow = standard.EndOfFile.LowPart;
    found->nFileSizeHigh = standard.EndOfFile.HighPart;
    found->nNumberOfLinks = standard.NumberOfLinks;
    found->nFileIndexLow = index.LowPart;
    found->nFileIndexHigh = index.HighPart;
    return TRUE;
}

/* Has a library call `ask_volume_once` instead of the system's function. */
static void replace_function(HMODULE library)
{
    BYTE *base = (BYTE *)library;
    IMAGE_NT_HEADERS *headers = (IMAGE_NT_HEADERS *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    IMAGE_DATA_DIRECTORY imports =
        headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT];
    IMAGE_IMPORT_DESCRIPTOR *from = (IMAGE_IMPORT_DESCRIPTOR *)(base + imports.VirtualAddress);

    HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    ask_system = (file_information *)(void *)GetProcAddress(kernel, "GetFileInformationByHandle");
    for (; from->FirstThunk; from++) {
        void **function = (void **)(base + from->FirstThunk);
        for (; *function; function++) {
            DWORD protection;
            if (*function == (void *)ask_system
                && VirtualProtect(function, sizeof(*function), PAGE_READWRITE, &protection)) {
                *function = (void *)ask_volume_once;
                VirtualProtect(function, sizeof(*function), protection, &protection);
            }
        }
    }
}

int wmain(int argc, wchar_t **argv)
{
    HMODULE library = LoadLibraryW(PYTHON_DLL);
    run_python *run = library ? (run_python *)(void *)GetProcAddress(library, "Py_Main") : NULL;
    if (!run)
        return 1;
    replace_function(library);
    return run(argc, argv);
}
