/* Records in a file: written, found by their place, changed, and read to the end. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct record { int id; char name[12]; };

int main(void)
{
    const char *names[] = {"anna", "bela", "carl"};
    char path[] = "records.tmp";
    FILE *file = fopen(path, "w+b");
    if (file == NULL)
        return 1;
    for (int i = 0; i < 3; i++) {
        struct record record = {i + 1, ""};
        strcpy(record.name, names[i]);
        fwrite(&record, sizeof record, 1, file);
    }
    printf("size %ld\n", ftell(file));
    struct record record;
    fseek(file, (long)sizeof record, SEEK_SET);
    if (fread(&record, sizeof record, 1, file) != 1)
        return 1;
    printf("second: %d %s\n", record.id, record.name);
    strcpy(record.name, "berta");
    fseek(file, -(long)sizeof record, SEEK_CUR);
    fwrite(&record, sizeof record, 1, file);
    rewind(file);
    while (fread(&record, sizeof record, 1, file) == 1)
        printf("%d %s\n", record.id, record.name);
    printf("at the end: %d\n", feof(file) != 0);
    fclose(file);
    printf("removed: %d\n", remove(path));
    printf("again: %d\n", remove(path));
    return 0;
}
