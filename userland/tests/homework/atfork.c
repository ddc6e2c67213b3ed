/* What is done around a fork: before it in reverse, after it in order, in the parent and in the child. */
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static void before_1(void) { printf("before 1\n"); }
static void before_2(void) { printf("before 2\n"); fflush(stdout); }
static void parent_1(void) { wait(NULL); printf("parent 1\n"); }
static void parent_2(void) { printf("parent 2\n"); }
static void child_1(void) { printf("child 1\n"); }
static void child_2(void) { printf("child 2\n"); }

int main(void)
{
    printf("%d\n", pthread_atfork(before_2, parent_1, child_1));
    printf("%d\n", pthread_atfork(before_1, NULL, child_2));
    printf("%d\n", pthread_atfork(NULL, parent_2, NULL));
    fork();
    return 0;
}
