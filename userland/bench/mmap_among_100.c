/* mmap_among_100: N times maps a page and unmaps it, where 100 other mappings are */
#define MAPPINGS 100
#include "mmap_among_10000.c"
