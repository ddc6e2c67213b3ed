/* Text taken to pieces: words, numbers, and where they end. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char line[] = "  if (count >= 10) { total += 0x20; }", *save, *end;
    int words = 0;
    for (char *word = strtok_r(line, " (){};", &save); word; word = strtok_r(NULL, " (){};", &save))
        printf("%d:%s ", ++words, word);
    printf("\n");
    printf("%ld %ld %lu\n", strtol("-42 apples", &end, 10), strtol("zz", NULL, 36), strtoul("0777", NULL, 0));
    printf("rest:%s\n", end);
    errno = 0;
    long much = strtol("99999999999999999999", NULL, 10);
    printf("too much: %d %d\n", much == LONG_MAX, errno == ERANGE);
    char text[40];
    int wanted = snprintf(text, 10, "%s and %s", "thunder", "lightning");
    printf("%s (%d were wanted)\n", text, wanted);
    strcpy(text, "needle in a haystack");
    printf("%s, %s, %zu\n", strstr(text, "hay"), strrchr(text, 'n'), strcspn(text, "iou"));
    for (char *c = text; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    printf("%s %d\n", text, strncmp(text, "NEEDLES", 6));
    memmove(text + 2, text, 6);
    printf("%.8s\n", text);
    return 0;
}
