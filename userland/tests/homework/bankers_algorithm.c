/* Is the state safe? And would it be so after a request? */
#include <stdio.h>
#include <string.h>

enum { PROCESSES = 5, KINDS = 3 };

static int available[KINDS] = {3, 3, 2};
static int allocated[PROCESSES][KINDS] = {{0, 1, 0}, {2, 0, 0}, {3, 0, 2}, {2, 1, 1}, {0, 0, 2}};
static int most[PROCESSES][KINDS] = {{7, 5, 3}, {3, 2, 2}, {9, 0, 2}, {2, 2, 2}, {4, 3, 3}};

static int can_end(int process, const int *work)
{
    for (int kind = 0; kind < KINDS; kind++)
        if (most[process][kind] - allocated[process][kind] > work[kind])
            return 0;
    return 1;
}

static int is_safe(void)
{
    int work[KINDS], ended[PROCESSES] = {0}, order[PROCESSES], count = 0;
    memcpy(work, available, sizeof work);
    for (int progress = 1; progress;) {
        progress = 0;
        for (int p = 0; p < PROCESSES; p++)
            if (!ended[p] && can_end(p, work)) {
                for (int kind = 0; kind < KINDS; kind++)
                    work[kind] += allocated[p][kind];
                order[count++] = p;
                progress = ended[p] = 1;
            }
    }
    for (int i = 0; i < count; i++)
        printf("P%d ", order[i]);
    printf(count == PROCESSES ? "safe\n" : "unsafe\n");
    return count == PROCESSES;
}

static void request(int process, const int *wish)
{
    for (int kind = 0; kind < KINDS; kind++) {
        available[kind] -= wish[kind];
        allocated[process][kind] += wish[kind];
    }
    int granted = is_safe();
    for (int kind = 0; kind < KINDS && !granted; kind++) {
        available[kind] += wish[kind];
        allocated[process][kind] -= wish[kind];
    }
    printf("P%d: %s\n", process, granted ? "granted" : "refused");
}

int main(void)
{
    is_safe();
    request(1, (int[]){1, 0, 2});
    request(0, (int[]){0, 2, 0});
    return 0;
}
