/* pipeline: finds primes with a chain of processes joined by pipes
 *
 *     generator ──2,3,4,5,…──▶ filter 2 ──3,5,7,9,…──▶ filter 3 ──5,7,11,…──▶ … ──▶ parent
 *
 * Watch for: a number that reaches the parent was let through by every filter, so it is prime; the parent prints it
 * and puts a filter for its multiples in front of itself. Nothing says when to stop: the generator ends, the last
 * writer of its pipe is gone, the first filter reads end-of-file and ends too, and so on down the chain.
 *
 * Change and try: the argument (`foal boot pipeline 200`); leave out one of the calls of close and find out, with
 * `foal strace pipeline`, who now waits for whom for ever.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* Starts a child and returns the end of the pipe from which its output can be read. In the child it returns -1, and
 * *output is the end to write to. */
static int start_stage(int *output)
{
    int ends[2];
    if (pipe(ends) < 0)
        die("pipe");
    pid_t child = fork();
    if (child < 0)
        die("fork");
    if (child == 0) {
        close(ends[0]);
        *output = ends[1];
        return -1;
    }
    close(ends[1]); /* else the reader would never see end-of-file: there would be a writer, itself */
    return ends[0];
}

static int start_generator(int limit)
{
    int output;
    int numbers = start_stage(&output);
    if (numbers >= 0)
        return numbers;

    for (int number = 2; number <= limit; number++)
        if (write(output, &number, sizeof number) != sizeof number)
            die("write");
    exit(0);
}

static int start_filter(int prime, int input)
{
    int output;
    int numbers = start_stage(&output);
    if (numbers >= 0) {
        close(input); /* the filter's alone from now on */
        return numbers;
    }

    int number;
    while (read(input, &number, sizeof number) == sizeof number)
        if (number % prime != 0 && write(output, &number, sizeof number) != sizeof number)
            die("write");
    exit(0);
}

int main(int argc, char *argv[])
{
    int limit = argc > 1 ? atoi(argv[1]) : 50;
    setvbuf(stdout, NULL, _IOLBF, 0);

    int stages = 1;
    int numbers = start_generator(limit);
    int prime;
    while (read(numbers, &prime, sizeof prime) == sizeof prime) {
        printf("%d\n", prime);
        numbers = start_filter(prime, numbers);
        stages++;
    }

    int failed = 0;
    for (int i = 0; i < stages; i++) {
        int status;
        wait(&status);
        failed |= status != 0;
    }
    printf("%d primes, %d processes\n", stages - 1, stages + 1);
    return failed;
}
