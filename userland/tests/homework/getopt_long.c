/* Options, short and long, with values and without, among words that are none. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *words[] = {"program", "-v", "--output", "file.txt", "first", "--level=3", "-xyz", "--brief", "second", "--", "-v", NULL};
    int count = sizeof words / sizeof *words - 1, option, brief = 0;
    struct option options[] = {{"output", required_argument, NULL, 'o'}, {"level", optional_argument, NULL, 'l'},
                               {"brief", no_argument, &brief, 1}, {NULL, 0, NULL, 0}};
    while ((option = getopt_long(count, words, "vo:x::", options, NULL)) != -1)
        switch (option) {
        case 0: printf("brief is now %d\n", brief); break;
        case 'v': printf("verbose\n"); break;
        case 'o': printf("output to %s\n", optarg); break;
        case 'l': printf("level %d\n", optarg ? atoi(optarg) : 0); break;
        case 'x': printf("x with %s\n", optarg ? optarg : "nothing"); break;
        default: return 1;
        }
    for (int i = optind; i < count; i++)
        printf("word %s\n", words[i]);
    return 0;
}
