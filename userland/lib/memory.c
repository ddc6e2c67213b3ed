/* Blocks of bytes. */
#include <stdint.h>
#include <string.h>

/* Eight bytes at a time while both ends are aligned alike: a misaligned access may be slow or trap. */
void *memcpy(void *restrict to, const void *restrict from, size_t count)
{
    unsigned char *target = to;
    const unsigned char *source = from;
    if ((((uintptr_t)target ^ (uintptr_t)source) & 7) == 0) {
        while (count > 0 && ((uintptr_t)target & 7) != 0) {
            *target++ = *source++;
            count--;
        }
        while (count >= 8) {
            *(uint64_t *)target = *(const uint64_t *)source;
            target += 8;
            source += 8;
            count -= 8;
        }
    }
    while (count-- > 0)
        *target++ = *source++;
    return to;
}

/* The blocks may overlap: copying starts at the end that does not overwrite what is still to be read. */
void *memmove(void *to, const void *from, size_t count)
{
    unsigned char *target = to;
    const unsigned char *source = from;
    if ((uintptr_t)target - (uintptr_t)source >= count) {
        for (size_t i = 0; i < count; i++)
            target[i] = source[i];
    } else {
        for (size_t i = count; i-- > 0;)
            target[i] = source[i];
    }
    return to;
}

void *memset(void *to, int byte, size_t count)
{
    unsigned char *target = to;
    uint64_t eight_bytes = 0x0101010101010101UL * (unsigned char)byte;
    while (count > 0 && ((uintptr_t)target & 7) != 0) {
        *target++ = byte;
        count--;
    }
    while (count >= 8) {
        *(uint64_t *)target = eight_bytes;
        target += 8;
        count -= 8;
    }
    while (count-- > 0)
        *target++ = byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t count)
{
    const unsigned char *left = a, *right = b;
    for (size_t i = 0; i < count; i++)
        if (left[i] != right[i])
            return left[i] - right[i];
    return 0;
}

void *memchr(const void *memory, int byte, size_t count)
{
    const unsigned char *bytes = memory;
    for (size_t i = 0; i < count; i++)
        if (bytes[i] == (unsigned char)byte)
            return (void *)(bytes + i);
    return NULL;
}
