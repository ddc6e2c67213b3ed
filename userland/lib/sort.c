/* Sorting and searching arrays. */
#include <stdlib.h>

static void swap(char *a, char *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

/* Restores the heap order, every element at least as large as its children 2i+1 and 2i+2, below one that may be
 * too small. */
static void sift_down(char *array, size_t i, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    for (size_t child; (child = 2 * i + 1) < count; i = child) {
        if (child + 1 < count && compare(array + child * size, array + (child + 1) * size) < 0)
            child++;
        if (compare(array + i * size, array + child * size) >= 0)
            return;
        swap(array + i * size, array + child * size, size);
    }
}

/* Heapsort: n log n in the worst case too, in place, without recursion. */
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    char *array = base;
    for (size_t i = count / 2; i-- > 0;)
        sift_down(array, i, count, size, compare);
    for (size_t last = count; last-- > 1;) {
        swap(array, array + last * size, size);
        sift_down(array, 0, last, size, compare);
    }
}

void *bsearch(const void *key, const void *base, size_t count, size_t size,
              int (*compare)(const void *, const void *))
{
    const char *array = base;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(key, array + middle * size);
        if (order == 0)
            return (void *)(array + middle * size);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
