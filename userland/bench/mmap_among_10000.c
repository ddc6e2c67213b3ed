/* mmap_among_10000: N times maps a page and unmaps it, where 10,000 other mappings are */
#ifndef MAPPINGS
#define MAPPINGS 10000
#endif
#include <stdlib.h>
#include <sys/mman.h>

static char *map_page(int protection)
{
    char *page = mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        exit(1);
    return page;
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100000;
    char *pages[MAPPINGS];
    for (int i = 0; i < MAPPINGS; i++) /* neighbours differ, so that none are joined */
        pages[i] = map_page(i % 2 ? PROT_READ : PROT_READ | PROT_WRITE);
    for (long i = 0; i < n; i++) { /* in the midst of them */
        munmap(pages[i % MAPPINGS], 4096);
        pages[i % MAPPINGS] = map_page(i % MAPPINGS % 2 ? PROT_READ : PROT_READ | PROT_WRITE);
    }
    return 0;
}
