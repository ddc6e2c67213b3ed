/* Numbers, words and sets of characters out of text. */
#include <stdio.h>
#include <string.h>

int main(void)
{
    int day, year, count;
    unsigned hex;
    char month[20], rest[20], word[4];
    double price;
    long big;
    count = sscanf("on 24 December 1968", "on %d %19s %d", &day, month, &year);
    printf("%d: %d, %s, %d\n", count, day, month, year);
    count = sscanf("0x1f:12.75:-9000000000", "%x:%lf:%ld", &hex, &price, &big);
    printf("%d: %u, %.2f, %ld\n", count, hex, price, big);
    count = sscanf("abcdef=ghi;", "%3[a-z]%*[^=]=%[^;]", word, rest);
    printf("%d: %s, %s\n", count, word, rest);
    printf("no number: %d, end: %d\n", sscanf("x", "%d", &day), sscanf("", "%d", &day));

    FILE *file = tmpfile();
    fprintf(file, "3 apples\n5 figs\n8 pears\n");
    rewind(file);
    int total = 0, number, at;
    while (fscanf(file, "%d %19s", &number, rest) == 2)
        total += number;
    printf("%d pieces of fruit, the last: %s\n", total, rest);
    sscanf("12 345", "%d%n", &number, &at);
    printf("read %d in %d characters\n", number, at);
    fclose(file);
    return 0;
}
