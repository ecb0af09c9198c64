/* A library with a function that does nothing; its definition file says under which names. */
void *nothing(void)
{
    return 0;
}

int __stdcall DllMain(void *instance, unsigned reason, void *reserved)
{
    (void)instance, (void)reason, (void)reserved;
    return 1;
}
