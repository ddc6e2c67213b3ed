/* uname: prints what system this is; -a all, or any of -s -n -r -v -m */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    static const char letters[] = "snrvm";
    struct utsname names;
    int shown[5] = {0}, any = 0;
    for (int option; (option = getopt(argc, argv, "asnrvm")) != -1; any = 1) {
        if (option == '?')
            return 2;
        for (int i = 0; i < 5; i++)
            shown[i] |= option == 'a' || option == letters[i];
    }
    if (uname(&names) < 0)
        err(1, NULL);
    shown[0] |= !any;
    const char *const texts[] = {names.sysname, names.nodename, names.release, names.version, names.machine};
    const char *separator = "";
    for (int i = 0; i < 5; i++) {
        if (!shown[i])
            continue;
        printf("%s%s", separator, texts[i]);
        separator = " ";
    }
    printf("\n");
    return 0;
}
