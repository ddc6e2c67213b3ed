/* ipcs: lists message queues (-q), shared memory (-m) and semaphores (-s), as /proc/sysvipc shows them */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A table of /proc/sysvipc, and which of its columns are shown under which titles. */
struct table {
    char letter;
    const char *title;
    const char *file;
    const char *columns[4];
    const char *titles[4];
};

static const struct table tables[] = {
    {'q', "Message Queues", "/proc/sysvipc/msg", {"perms", "cbytes", "qnum"}, {"perms", "used-bytes", "messages"}},
    {'m', "Shared Memory Segments", "/proc/sysvipc/shm", {"perms", "size", "nattch"}, {"perms", "bytes", "nattch"}},
    {'s', "Semaphore Arrays", "/proc/sysvipc/sem", {"perms", "nsems"}, {"perms", "nsems"}},
};

#define MOST_FIELDS 20

static int split(char *line, char *fields[MOST_FIELDS])
{
    int count = 0;
    for (char *word = strtok(line, " \t\n"); word && count < MOST_FIELDS; word = strtok(NULL, " \t\n"))
        fields[count++] = word;
    return count;
}

/* The column of that name; the second one is the id, whatever it is called. */
static const char *field(char *names[], char *values[], int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return values[i];
    return "?";
}

static void print_table(const struct table *table)
{
    char *heading = NULL, *line = NULL, *names[MOST_FIELDS], *values[MOST_FIELDS];
    size_t heading_size = 0, size = 0;
    printf("\n------ %s ------\n%-10s %-10s %-10s", table->title, "key", "id", "owner");
    for (int i = 0; table->titles[i]; i++)
        printf(" %-10s", table->titles[i]);
    printf("\n");
    FILE *stream = fopen(table->file, "r");
    if (!stream)
        err(1, "%s", table->file);
    int columns = getline(&heading, &heading_size, stream) > 0 ? split(heading, names) : 0;
    while (getline(&line, &size, stream) > 0) {
        int count = split(line, values);
        if (count < 2 || count > columns)
            continue;
        const char *owner = field(names, values, count, "uid");
        if (strcmp(owner, "0") == 0)
            owner = "root";
        printf("0x%08x %-10s %-10s", (unsigned int)atol(values[0]), values[1], owner);
        for (int i = 0; table->columns[i]; i++)
            printf(" %-10s", field(names, values, count, table->columns[i]));
        printf("\n");
    }
    fclose(stream);
    free(line);
    free(heading);
}

int main(int argc, char *argv[])
{
    char wanted[4] = "";
    for (int option; (option = getopt(argc, argv, "qmsa")) != -1; ) {
        if (option == '?')
            return 2;
        if (option != 'a' && !strchr(wanted, option))
            wanted[strlen(wanted)] = option;
    }
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        if (!*wanted || strchr(wanted, tables[i].letter))
            print_table(&tables[i]);
    printf("\n");
    return 0;
}
