/* philosophers_messages: philosophers without shared memory pass forks by messages, as Chandy and Misra taught them
 *
 * Watch for: nobody takes a fork, forks are asked for and sent. A fork is dirty once it was eaten with. Who is asked
 * for a dirty fork cleans and sends it, unless eating; a clean one is kept until after the next meal. So who has eaten
 * gives way to who has not, and nobody starves. At the beginning every fork is dirty and with the lower of its two
 * neighbours: there is no circle of those who wait for each other, and none ever comes to be.
 *
 * Change and try: `foal strace -e trace=msgsnd,msgrcv philosophers_messages`; all forks with their left neighbours at
 * the beginning: who waits for whom?
 */
#include <stdio.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PHILOSOPHERS = 5, MEALS = 3, LEFT = 0, RIGHT = 1 };
enum kind { REQUEST, FORK, FULL };

/* One queue; the type of a message is the philosopher it is for, plus 1. */
struct message {
    long type;
    struct {
        enum kind kind;
        int side; /* of the receiver: at which the fork lies */
    } body;
};

static int queue;
static int full_neighbours;

static struct place {
    int here;    /* the fork is with us */
    int dirty;   /* it was eaten with since it was last sent */
    int wanted;  /* the neighbour has asked for it */
    int asked;   /* we have asked for it */
} forks[2];

static int neighbour(int self, int side)
{
    return (self + (side == RIGHT ? 1 : PHILOSOPHERS - 1)) % PHILOSOPHERS;
}

/* What is on our right is on the left of our neighbour. */
static void tell(int self, int side, enum kind kind)
{
    struct message message = {neighbour(self, side) + 1, {kind, 1 - side}};
    if (msgsnd(queue, &message, sizeof message.body, 0) < 0)
        perror("msgsnd");
}

static void give_if_due(int self, int side)
{
    struct place *fork = &forks[side];
    if (!fork->here || !fork->wanted || !fork->dirty)
        return;
    *fork = (struct place){0};
    tell(self, side, FORK);
}

/* Takes one message into account. */
static void hear(int self)
{
    struct message message;
    if (msgrcv(queue, &message, sizeof message.body, self + 1, 0) < 0)
        perror("msgrcv");
    struct place *fork = &forks[message.body.side];
    switch (message.body.kind) {
    case REQUEST:
        fork->wanted = 1;
        give_if_due(self, message.body.side);
        break;
    case FORK:
        fork->here = 1;
        fork->dirty = 0;
        fork->asked = 0;
        break;
    case FULL:
        full_neighbours++;
        break;
    }
}

static void eat(int self)
{
    while (!forks[LEFT].here || !forks[RIGHT].here) {
        for (int side = LEFT; side <= RIGHT; side++)
            if (!forks[side].here && !forks[side].asked) {
                forks[side].asked = 1;
                tell(self, side, REQUEST);
            }
        hear(self);
    }
    for (int side = LEFT; side <= RIGHT; side++) {
        forks[side].dirty = 1;
        give_if_due(self, side);
    }
}

/* Those who are full still answer, until both neighbours are full too. */
static void dine(int self)
{
    for (int side = LEFT; side <= RIGHT; side++)
        forks[side].here = forks[side].dirty = self < neighbour(self, side);
    for (int meal = 0; meal < MEALS; meal++)
        eat(self);
    tell(self, LEFT, FULL);
    tell(self, RIGHT, FULL);
    while (full_neighbours < 2)
        hear(self);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    if (queue < 0) {
        perror("msgget");
        return 1;
    }
    for (int self = 0; self < PHILOSOPHERS; self++)
        if (fork() == 0) {
            dine(self);
            _exit(0);
        }
    int failed = 0, status;
    while (wait(&status) > 0)
        failed |= status;
    printf("%d philosophers had %d meals each\n", PHILOSOPHERS, MEALS);
    msgctl(queue, IPC_RMID, NULL);
    return failed != 0;
}
