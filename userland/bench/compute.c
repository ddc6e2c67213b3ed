/* compute: N rounds of what programs do between system calls: sorts, sieves, hashes text, and adds up doubles */
#include <stdlib.h>
#include <string.h>

#define NUMBERS 1000
#define SIEVE 10000
#define WORDS 500

static unsigned long seed = 1;

static unsigned long next_random(void)
{
    seed = seed * 6364136223846793005 + 1442695040888963407;
    return seed >> 33;
}

static int ascending(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

static long sort_numbers(void)
{
    static long numbers[NUMBERS];
    for (int i = 0; i < NUMBERS; i++)
        numbers[i] = next_random();
    qsort(numbers, NUMBERS, sizeof numbers[0], ascending);
    return numbers[NUMBERS / 2];
}

static long count_primes(void)
{
    static char composite[SIEVE];
    long count = 0;
    memset(composite, 0, sizeof composite);
    for (int i = 2; i < SIEVE; i++)
        if (!composite[i]) {
            count++;
            for (int j = 2 * i; j < SIEVE; j += i)
                composite[j] = 1;
        }
    return count;
}

static unsigned long hash_words(void)
{
    unsigned long hash = 14695981039346656037UL;
    for (int i = 0; i < WORDS; i++)
        for (unsigned long word = next_random(); word; word >>= 3)
            hash = (hash ^ (word & 255)) * 1099511628211UL;
    return hash;
}

static double mean(void)
{
    double sum = 0;
    for (int i = 1; i <= NUMBERS; i++)
        sum += (double)next_random() / i;
    return sum / NUMBERS;
}

int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100;
    unsigned long result = 0;
    for (long i = 0; i < n; i++)
        result += sort_numbers() + count_primes() + hash_words() + (unsigned long)mean();
    return n > 0 && result == 0;
}
