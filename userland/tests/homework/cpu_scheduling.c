/* Mean waiting times of some jobs: first come first served, shortest job first, and round robin. */
#include <stdio.h>

enum { JOBS = 5 };

static const int arrival[JOBS] = {0, 1, 2, 3, 4}, burst[JOBS] = {8, 4, 9, 1, 3};

static double one_after_another(int shortest)
{
    int done[JOBS] = {0}, now = 0, waited = 0;
    for (int i = 0; i < JOBS; i++) {
        int next = -1;
        for (int j = 0; j < JOBS; j++)
            if (!done[j] && arrival[j] <= now && (next < 0 || (shortest && burst[j] < burst[next])))
                next = j;
        waited += now - arrival[next];
        now += burst[next];
        done[next] = 1;
    }
    return (double)waited / JOBS;
}

static double round_robin(int quantum)
{
    int left[JOBS], queue[100], head = 0, tail = 0, now = 0, waited = 0, admitted = 1;
    for (int i = 0; i < JOBS; i++)
        left[i] = burst[i];
    queue[tail++] = 0;
    while (head < tail) {
        int job = queue[head++], time = left[job] < quantum ? left[job] : quantum;
        now += time;
        left[job] -= time;
        while (admitted < JOBS && arrival[admitted] <= now)
            queue[tail++] = admitted++;
        if (left[job] > 0)
            queue[tail++] = job;
        else
            waited += now - arrival[job] - burst[job];
    }
    return (double)waited / JOBS;
}

int main(void)
{
    printf("first come first served: %.2f\n", one_after_another(0));
    printf("shortest job first: %.2f\n", one_after_another(1));
    for (int quantum = 1; quantum <= 4; quantum *= 2)
        printf("round robin, %d: %.2f\n", quantum, round_robin(quantum));
    return 0;
}
