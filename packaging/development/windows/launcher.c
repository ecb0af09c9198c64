/* python.exe: no package that installs on Linux has it. PYTHON_DLL is given by the compiler's
   command line, as in L"python311.dll". */
#include <windows.h>

typedef int run_python(int argc, wchar_t **argv);

int wmain(int argc, wchar_t **argv)
{
    HMODULE library = LoadLibraryW(PYTHON_DLL);
    run_python *run = library ? (run_python *)(void *)GetProcAddress(library, "Py_Main") : NULL;
    return run ? run(argc, argv) : 1;
}
