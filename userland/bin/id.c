/* id: prints the user and the group that this process belongs to */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *name(unsigned int id)
{
    return id == 0 ? "(root)" : "";
}

int main(int argc, char *argv[])
{
    unsigned int user = geteuid(), group = getegid();
    if (argc > 1 && strcmp(argv[1], "-u") == 0)
        printf("%u\n", user);
    else if (argc > 1 && strcmp(argv[1], "-g") == 0)
        printf("%u\n", group);
    else
        printf("uid=%u%s gid=%u%s\n", user, name(user), group, name(group));
    return 0;
}
