/* How many page faults a string of references causes under FIFO, LRU and the best that is possible. */
#include <stdio.h>

enum { FRAMES = 3 };

static const int references[] = {7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1};
static const int length = sizeof references / sizeof *references;

static int next_use(int page, int from)
{
    while (from < length && references[from] != page)
        from++;
    return from;
}

static int faults(int policy)
{
    int frames[FRAMES], loaded[FRAMES], used[FRAMES], count = 0, faults = 0;
    for (int now = 0; now < length; now++) {
        int page = references[now], at = 0;
        while (at < count && frames[at] != page)
            at++;
        if (at == count) {
            faults++;
            if (count < FRAMES) {
                count++;
            } else {
                at = 0;
                for (int i = 1; i < FRAMES; i++)
                    if (policy == 0 ? loaded[i] < loaded[at] : policy == 1 ? used[i] < used[at]
                            : next_use(frames[i], now) > next_use(frames[at], now))
                        at = i;
            }
            frames[at] = page;
            loaded[at] = now;
        }
        used[at] = now;
    }
    return faults;
}

int main(void)
{
    printf("FIFO %d, LRU %d, optimal %d\n", faults(0), faults(1), faults(2));
    return 0;
}
