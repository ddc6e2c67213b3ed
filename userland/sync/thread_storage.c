/* The linker collects the variables that are _Thread_local, as it collects others, and one of the program's headers says
 * where: first those with a value, as they are in the file, then those that begin as 0. That is a pattern. Each thread
 * gets a copy of it, and code finds a variable at a fixed distance from the register tp. See elf(5). */
#include <stdint.h>
#include <string.h>
#include <sync/thread_storage.h>

enum { PT_TLS = 7 };

struct program_header {
    uint32_t type, flags;
    uint64_t offset, address, physical_address, size_in_file, size, alignment;
};

/* The beginning of the program in memory; the linker knows where that is. */
extern const struct {
    unsigned char identity[16];
    uint16_t type, machine;
    uint32_t version;
    uint64_t entry, program_headers, section_headers;
    uint32_t flags;
    uint16_t size, program_header_size, program_header_count;
} __ehdr_start __attribute__((visibility("hidden")));

/* The pattern. It is looked for when the first thread asks how large it is, before there are others. */
static struct {
    size_t distance; /* from where tp points to; the linker has that aligned as the most demanding variable wants it */
    size_t size;
    size_t alignment;
    const void *values; /* those of the first variables */
    size_t values_size;
    size_t room; /* for a copy, wherever it has to be aligned */
} pattern = {.alignment = 1};

static void find_pattern(void)
{
    const struct program_header *headers = (const void *)((const char *)&__ehdr_start + __ehdr_start.program_headers);
    for (int i = 0; i < __ehdr_start.program_header_count; i++)
        if (headers[i].type == PT_TLS) {
            pattern.distance = headers[i].address % headers[i].alignment;
            pattern.size = headers[i].size;
            pattern.alignment = headers[i].alignment;
            pattern.values = (const void *)headers[i].address;
            pattern.values_size = headers[i].size_in_file;
        }
    pattern.room = (pattern.distance + pattern.size + pattern.alignment + 15) & ~(size_t)15;
}

size_t thread_storage_size(void)
{
    if (pattern.room == 0)
        find_pattern();
    return pattern.room;
}

void *thread_storage_begin(void *end)
{
    char *tp = (char *)(((uintptr_t)end - pattern.size - pattern.distance) & -pattern.alignment);
    if (pattern.values_size > 0)
        memcpy(tp + pattern.distance, pattern.values, pattern.values_size);
    return tp;
}
