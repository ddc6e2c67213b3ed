#include "options.h"

#include "jobs.h"
#include "shell.h"

#include <stdio.h>
#include <string.h>

static const struct {
    char letter;
    const char *name;
} options[OPTION_COUNT] = {
    [OPTION_ALLEXPORT] = {'a', "allexport"}, [OPTION_NOCLOBBER] = {'C', "noclobber"},
    [OPTION_ERREXIT] = {'e', "errexit"},     [OPTION_NOGLOB] = {'f', "noglob"},
    [OPTION_NOEXEC] = {'n', "noexec"},       [OPTION_MONITOR] = {'m', "monitor"},
    [OPTION_NOUNSET] = {'u', "nounset"},     [OPTION_VERBOSE] = {'v', "verbose"},
    [OPTION_XTRACE] = {'x', "xtrace"},
};

const char *options_letters(void)
{
    char *letters = arena_get(&shell.scratch, OPTION_COUNT + 2);
    int count = 0;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (shell.options[i])
            letters[count++] = options[i].letter;
    if (shell.interactive)
        letters[count++] = 'i';
    letters[count] = '\0';
    return letters;
}

static void turn(int option, int is_on)
{
    if (option == OPTION_MONITOR && is_on != shell.options[option])
        is_on = jobs_control(is_on);
    shell.options[option] = is_on;
}

int option_switch(char letter, int is_on)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (options[i].letter == letter) {
            turn(i, is_on);
            return 1;
        }
    }
    return 0;
}

int option_switch_named(const char *name, int is_on)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (strcmp(options[i].name, name) == 0) {
            turn(i, is_on);
            return 1;
        }
    }
    return 0;
}

void options_print(void)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        printf("%-16s%s\n", options[i].name, shell.options[i] ? "on" : "off");
}
