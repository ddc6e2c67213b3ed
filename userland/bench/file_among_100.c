/* file_among_100: N times creates a file and removes it, in a folder of 100 others */
#define FILES 100
#define LAST "f100"
#include "file_among_10000.c"
