/* ps: lists the processes, as /proc shows them */
#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What /proc/PID/stat tells; see proc(5). */
struct process {
    int pid;
    int parent;
    int group;
    char state;
    char name[64];
    unsigned long ticks; /* of processor time, 100 a second */
    unsigned long bytes; /* of virtual memory */
};

/* The name is in parentheses and may hold anything, also blanks and parentheses. */
static int parse(char *text, struct process *process)
{
    char *open = strchr(text, '('), *close = strrchr(text, ')');
    if (!open || !close)
        return 0;
    process->pid = atoi(text);
    snprintf(process->name, sizeof process->name, "%.*s", (int)(close - open - 1), open + 1);
    char *word = strtok(close + 1, " ");
    for (int field = 3; word && field <= 23; field++, word = strtok(NULL, " ")) {
        switch (field) {
        case 3: process->state = *word; break;
        case 4: process->parent = atoi(word); break;
        case 5: process->group = atoi(word); break;
        case 14: process->ticks = strtoul(word, NULL, 10); break;
        case 15: process->ticks += strtoul(word, NULL, 10); break;
        case 23: process->bytes = strtoul(word, NULL, 10); break;
        }
    }
    return 1;
}

/* The whole command line, or the name if the process has none any more. */
static void print_command(const struct process *process)
{
    char path[40], text[200];
    snprintf(path, sizeof path, "/proc/%d/cmdline", process->pid);
    FILE *stream = fopen(path, "r");
    size_t length = stream ? fread(text, 1, sizeof text, stream) : 0;
    if (stream)
        fclose(stream);
    if (length == 0) {
        printf("[%s]\n", process->name);
        return;
    }
    while (length > 0 && !text[length - 1])
        length--;
    for (size_t i = 0; i < length; i++)
        putchar(text[i] ? text[i] : ' ');
    putchar('\n');
}

static void print(int pid)
{
    char path[40], text[1024];
    struct process process = {0};
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *stream = fopen(path, "r");
    if (!stream)
        return; /* it has ended meanwhile */
    size_t length = fread(text, 1, sizeof text - 1, stream);
    fclose(stream);
    text[length] = '\0';
    if (!parse(text, &process))
        return;
    printf("%5d %5d %5d %c %6luK %3lu:%02lu ", process.pid, process.parent, process.group, process.state,
           process.bytes / 1024, process.ticks / 6000, process.ticks / 100 % 60);
    print_command(&process);
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

int main(void)
{
    int pids[4096];
    size_t count = 0;
    DIR *folder = opendir("/proc");
    if (!folder)
        err(1, "/proc");
    for (struct dirent *entry; count < sizeof pids / sizeof pids[0] && (entry = readdir(folder)); )
        if (isdigit((unsigned char)*entry->d_name))
            pids[count++] = atoi(entry->d_name);
    closedir(folder);
    qsort(pids, count, sizeof pids[0], compare);
    printf("  PID  PPID  PGRP S    SIZE   TIME COMMAND\n");
    for (size_t i = 0; i < count; i++)
        print(pids[i]);
    return 0;
}
