/* qsort of structures by two keys, and bsearch among them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct student { const char *name; int points; };

static int by_points(const void *a, const void *b)
{
    const struct student *x = a, *y = b;
    return x->points != y->points ? y->points - x->points : strcmp(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct student *)a)->name, ((const struct student *)b)->name);
}

int main(void)
{
    struct student class[] = {{"Ines", 81}, {"Bela", 93}, {"Tarek", 81}, {"Anna", 67}, {"Zoe", 93}};
    size_t count = sizeof class / sizeof *class;
    qsort(class, count, sizeof *class, by_points);
    for (size_t i = 0; i < count; i++)
        printf("%zu. %-5s %3d\n", i + 1, class[i].name, class[i].points);
    qsort(class, count, sizeof *class, by_name);
    struct student key = {"Tarek", 0}, *found = bsearch(&key, class, count, sizeof *class, by_name);
    printf("%s has %d\n", found->name, found->points);
    key.name = "Nobody";
    printf("%s\n", bsearch(&key, class, count, sizeof *class, by_name) ? "found" : "not found");
    return 0;
}
