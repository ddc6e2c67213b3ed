/**
 * Waiting for descriptors: for many at a time, and descriptors made only to be waited for.
 *
 * <p>Every {@link foal.kernel.file.OpenFile} tells by {@code poll} what could be done with it without blocking, and by
 * {@code pollQueues} which queues are woken when that may have changed. ppoll and pselect6 ask each descriptor and, if
 * none is ready, wait on all their queues at once. An epoll instance watches the queues from the time on that a
 * descriptor is added, and so has a list of those that may be ready, however many there are that are not.
 *
 * <p>eventfd, timerfd and signalfd turn a counter, a timer and signals into descriptors.
 *
 * <p>Invariants: an epoll instance watches exactly the queues of its items, and an item is there only as long as its
 * open file; an item that may be ready is listed exactly once.
 *
 * <p>Entry points: {@code PollCalls}, {@code EpollCalls}, {@code EventFdCalls}.
 *
 * <p>Exercise: Let an eventfd count to 10 at most, and see its writer block.
 *
 * <p>Further reading: poll(2), select(2), epoll(7), eventfd(2), timerfd_create(2), signalfd(2); Kerrisk, "The Linux
 * Programming Interface", chapter 63.
 */
package foal.kernel.poll;
