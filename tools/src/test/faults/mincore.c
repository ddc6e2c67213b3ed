/* mincore tells of the page cache where a file is mapped, whoever has used its pages. */
#include "check.h"
int main(void)
{
    int f = open("/tmp/mincore", O_CREAT | O_RDWR | O_TRUNC, 0600);
    static char page[4096] = "x";
    ftruncate(f, 3 * 4096);
    write(f, page, 4096);
    unsigned char v[3] = {8, 8, 8};
    char *m = mmap(0, 3 * 4096, PROT_READ, MAP_PRIVATE, f, 0), *anonymous = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK("mincore", CALL(mincore(m, 3 * 4096, v)), 0);
    CHECK("a page that has been written, but not touched here", v[0] & 1, 1);
    CHECK("a hole", v[1] & 1, 0);
    anonymous[4096] = 1;
    CHECK("mincore of anonymous memory", CALL(mincore(anonymous, 8192, v)), 0);
    CHECK("a page that has not been touched", v[0] & 1, 0);
    CHECK("a page that has", v[1] & 1, 1);
    unlink("/tmp/mincore");
    return failures != 0;
}
