/* Transfers between accounts: two locks, always taken in the same order, so that nobody waits in a circle. */
#include <pthread.h>
#include <stdio.h>

enum { ACCOUNTS = 4, TRANSFERS = 300 };

static struct account { pthread_mutex_t lock; long balance; } accounts[ACCOUNTS];

static void transfer(int from, int to, long amount)
{
    struct account *first = &accounts[from < to ? from : to], *second = &accounts[from < to ? to : from];
    pthread_mutex_lock(&first->lock);
    pthread_mutex_lock(&second->lock);
    if (accounts[from].balance >= amount) {
        accounts[from].balance -= amount;
        accounts[to].balance += amount;
    }
    pthread_mutex_unlock(&second->lock);
    pthread_mutex_unlock(&first->lock);
}

static void *teller(void *number)
{
    int n = *(int *)number;
    for (int i = 0; i < TRANSFERS; i++) {
        int from = (n + i) % ACCOUNTS, to = (n + 3 * i + 1) % ACCOUNTS;
        if (from != to)
            transfer(from, to, (i * 7) % 50);
    }
    return NULL;
}

int main(void)
{
    pthread_t tellers[3];
    int numbers[3];
    long total = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
        pthread_mutex_init(&accounts[i].lock, NULL);
        accounts[i].balance = 1000;
    }
    for (int i = 0; i < 3; i++) {
        numbers[i] = i;
        pthread_create(&tellers[i], NULL, teller, &numbers[i]);
    }
    for (int i = 0; i < 3; i++)
        pthread_join(tellers[i], NULL);
    for (int i = 0; i < ACCOUNTS; i++)
        total += accounts[i].balance;
    printf("the bank still has %ld\n", total);
    return 0;
}
