#include "check.h"
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
/* urgent data of TCP: MSG_OOB, SIGURG, POLLPRI, SIOCATMARK, SO_OOBINLINE */
static volatile int urgent;
static void on(int s) { urgent++; }
static int events(int s) { struct pollfd f = { s, POLLIN | POLLPRI }; poll(&f, 1, 0); return f.revents; }
static int at_mark(int s) { int at = -1; ioctl(s, SIOCATMARK, &at); return at; }
static int unread(int s) { int n = -1; ioctl(s, FIONREAD, &n); return n; }
static long take(int s, int flags, const char *want)
{
    char b[64] = "";
    long n = recv(s, b, sizeof b, flags | MSG_DONTWAIT);
    return n < 0 ? -errno : strcmp(b, want) == 0;
}
int main(void)
{
    signal(SIGURG, on);
    struct sockaddr_in a = { AF_INET, 0, { htonl(INADDR_LOOPBACK) } }; socklen_t l = sizeof a;
    int t = socket(AF_INET, SOCK_STREAM, 0), c = socket(AF_INET, SOCK_STREAM, 0), yes = 1, no = 0;
    bind(t, (void *)&a, l); listen(t, 1); getsockname(t, (void *)&a, &l); connect(c, (void *)&a, l);
    int s = accept(t, 0, 0);
    fcntl(s, F_SETOWN, getpid());
    CHECK("there is nothing urgent", take(s, MSG_OOB, ""), -EINVAL);
    send(c, "abc", 3, 0);
    CHECK("send urgent data", send(c, "12", 2, MSG_OOB), 2);
    send(c, "de", 2, 0); usleep(10000);
    CHECK("SIGURG", urgent, 1);
    CHECK("POLLPRI", events(s), POLLIN | POLLPRI);
    CHECK("not at the mark", at_mark(s), 0);
    CHECK("bytes up to the mark", unread(s), 4);
    CHECK("look at the urgent byte", take(s, MSG_OOB | MSG_PEEK, "2"), 1);
    CHECK("receive it", take(s, MSG_OOB, "2"), 1);
    CHECK("but once", take(s, MSG_OOB, ""), -EINVAL);
    CHECK("no POLLPRI then", events(s), POLLIN);
    CHECK("a read stops at the mark", take(s, 0, "abc1"), 1);
    CHECK("at the mark", at_mark(s), 1);
    CHECK("the next passes over it", take(s, 0, "de"), 1);
    CHECK("beyond the mark", at_mark(s), 0);
    send(c, "Q", 1, MSG_OOB); usleep(10000);
    CHECK("nothing but an urgent byte", events(s), POLLPRI);
    CHECK("counts for nothing", unread(s), 0);
    CHECK("a read finds nothing", take(s, 0, ""), -EAGAIN);
    CHECK("and has passed over it", take(s, MSG_OOB, ""), -EINVAL);
    send(c, "1", 1, MSG_OOB); send(c, "2", 1, MSG_OOB); send(c, "3", 1, 0); usleep(10000);
    CHECK("of two the later counts", take(s, MSG_OOB, "2"), 1);
    CHECK("the earlier is lost", take(s, 0, "3"), 1);
    CHECK("SO_OOBINLINE", CALL(setsockopt(s, SOL_SOCKET, SO_OOBINLINE, &yes, sizeof yes)), 0);
    send(c, "ab", 2, 0); send(c, "!", 1, MSG_OOB); send(c, "cd", 2, 0); usleep(10000);
    CHECK("not apart from the stream", take(s, MSG_OOB, ""), -EINVAL);
    CHECK("counted in it", unread(s), 5);
    CHECK("but POLLPRI", events(s), POLLIN | POLLPRI);
    CHECK("and a read stops", take(s, 0, "ab"), 1);
    CHECK("at the mark, too", at_mark(s), 1);
    CHECK("and then goes on", take(s, 0, "!cd"), 1);
    CHECK("which ends POLLPRI", events(s), 0);
    setsockopt(s, SOL_SOCKET, SO_OOBINLINE, &no, sizeof no);
    send(c, "x", 1, MSG_OOB); shutdown(c, SHUT_WR); usleep(10000);
    CHECK("an urgent byte before the end", take(s, MSG_OOB, "x"), 1);
    CHECK("and the end", take(s, 0, ""), 1);
    return failures != 0;
}
