/* A process is told of a message that comes to an empty queue: by a signal, which the kernel sends, or by a thread. For that
 * the kernel puts a notice into a netlink socket, as mq_notify(3) does not say, and a thread waits there. */
#include "pthread.h"

#include <errno.h>
#include <mqueue.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NOTICE_SIZE = 32, CAME = 1 };

struct registration {
    struct sigevent event;
    int socket;
};

/* The last byte of a notice says whether a message came or somebody ended the registration. */
static void *wait_and_call(void *argument)
{
    struct registration registration = *(struct registration *)argument;
    char notice[NOTICE_SIZE];
    free(argument);
    ssize_t size = recv(registration.socket, notice, sizeof notice, 0);
    close(registration.socket);
    if (size == NOTICE_SIZE && notice[NOTICE_SIZE - 1] == CAME)
        registration.event.sigev_notify_function(registration.event.sigev_value);
    return NULL;
}

static int start_thread(struct registration *registration)
{
    const pthread_attr_t *wanted = registration->event.sigev_notify_attributes;
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    if (wanted)
        attributes = *wanted;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    return pthread_create(&thread, &attributes, wait_and_call, registration);
}

static int notify_by_thread(mqd_t queue, const struct sigevent *event)
{
    static const char cookie[NOTICE_SIZE];
    struct registration *registration = malloc(sizeof *registration);
    if (!registration)
        return -1;
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
    struct sigevent request = {.sigev_notify = SIGEV_THREAD, .sigev_signo = fd, .sigev_value.sival_ptr = (void *)cookie};
    int error = fd < 0 || syscall(SYS_mq_notify, queue, &request) < 0 ? errno : 0;
    if (!error) {
        *registration = (struct registration){*event, fd};
        error = start_thread(registration);
        if (!error)
            return 0;
        syscall(SYS_mq_notify, queue, NULL);
    }
    if (fd >= 0)
        close(fd);
    free(registration);
    errno = error;
    return -1;
}

int mq_notify(mqd_t queue, const struct sigevent *event)
{
    return event && event->sigev_notify == SIGEV_THREAD ? notify_by_thread(queue, event) : syscall(SYS_mq_notify, queue, event);
}
