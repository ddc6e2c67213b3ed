# gcc and ld, and what they make
cd /tmp
cat > program.c <<'C'
#include <pthread.h>
#include <stdio.h>
static void *twice(void *of) { return (void *)(2 * (long)of); }
int main(void)
{
    pthread_t thread;
    void *result;
    pthread_create(&thread, NULL, twice, (void *)21);
    pthread_join(thread, &result);
    printf("%ld\n", (long)result);
    return 0;
}
C
gcc -O2 -Wall program.c -o program && ./program
