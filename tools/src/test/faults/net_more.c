#include "check.h"
#include <sys/socket.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/ioctl.h>
#include <net/if.h>
#include <arpa/inet.h>
int main(void)
{
    struct sockaddr_in a = { AF_INET, 0, { htonl(INADDR_LOOPBACK) } }, e; socklen_t l = sizeof a;
    int s = socket(AF_INET, SOCK_DGRAM, 0), c = socket(AF_INET, SOCK_DGRAM, 0), o = socket(AF_INET, SOCK_DGRAM, 0); static char b[70000];
    bind(s, (void *)&a, l); getsockname(s, (void *)&a, &l); connect(c, (void *)&a, l);
    e = a; e.sin_port = 0; bind(o, (void *)&e, l); getsockname(o, (void *)&e, &l);
    send(c, "ab", 2, MSG_MORE); send(c, "cd", 2, MSG_MORE);
    CHECK("the first address counts", sendto(c, "ef", 2, 0, (void *)&e, l), 2); usleep(1000);
    CHECK("for the whole datagram", recv(s, b, 64, MSG_DONTWAIT), 6);
    CHECK("in its order", memcmp(b, "abcdef", 6), 0);
    send(c, "ab", 2, MSG_MORE);
    CHECK("a bad buffer", CALL(send(c, (void *)4096, 10, 0)), -EFAULT);
    CHECK("send after that", send(c, "x", 1, 0), 1); usleep(1000);
    CHECK("what was held back is lost", recv(s, b, 64, MSG_DONTWAIT), 1);
    CHECK("long", send(c, b, 60000, MSG_MORE), 60000);
    CHECK("too long", CALL(send(c, b, 10000, 0)), -EMSGSIZE);
    CHECK("an empty one ends it", CALL(recv(s, b, 64, MSG_DONTWAIT)), -EAGAIN);
    CHECK("held back", send(c, "xy", 2, MSG_MORE), 2);
    CHECK("an empty send", send(c, "", 0, 0), 0); usleep(1000);
    CHECK("sends it", recv(s, b, 64, MSG_DONTWAIT), 2);
    send(c, "xy", 2, MSG_MORE); close(c);
    CHECK("closing does not", CALL(recv(s, b, 64, MSG_DONTWAIT)), -EAGAIN);
    CHECK("an empty beginning", sendto(o, "", 0, MSG_MORE, (void *)&a, l), 0);
    CHECK("is held back", CALL(recv(s, b, 64, MSG_DONTWAIT)), -EAGAIN);
    CHECK("needs no address then", send(o, "z", 1, 0), 1); usleep(1000);
    CHECK("and comes", recv(s, b, 64, MSG_DONTWAIT), 1);
    a.sin_port = 0; l = sizeof a;
    int t = socket(AF_INET, SOCK_STREAM, 0), d = socket(AF_INET, SOCK_STREAM, 0);
    bind(t, (void *)&a, l); listen(t, 1); getsockname(t, (void *)&a, &l); connect(d, (void *)&a, l);
    close(accept(t, 0, 0)); usleep(1000);
    CHECK("TCP send of unmapped memory, the peer has closed", CALL(send(d, (void *)4096, 10, MSG_NOSIGNAL)), -EFAULT);
    CHECK("which has not reached it", send(d, "x", 1, MSG_NOSIGNAL), 1);
    CHECK("socket(INET, RAW, 0)", CALL(socket(AF_INET, SOCK_RAW, 0)), -EPROTONOSUPPORT);
    struct ifreq q = { { "lo" } };
    CHECK("SIOCGIFFLAGS", CALL(ioctl(s, SIOCGIFFLAGS, &q)), 0);
    CHECK("up, loopback, running", q.ifr_flags, IFF_UP | IFF_LOOPBACK | IFF_RUNNING);
    CHECK("SIOCGIFADDR", CALL(ioctl(s, SIOCGIFADDR, &q)), 0);
    CHECK("127.0.0.1", strcmp(inet_ntoa(((struct sockaddr_in *)&q.ifr_addr)->sin_addr), "127.0.0.1"), 0);
    CHECK("SIOCGIFNETMASK", CALL(ioctl(s, SIOCGIFNETMASK, &q)), 0);
    CHECK("255.0.0.0", strcmp(inet_ntoa(((struct sockaddr_in *)&q.ifr_addr)->sin_addr), "255.0.0.0"), 0);
    CHECK("SIOCGIFMTU", CALL(ioctl(s, SIOCGIFMTU, &q)), 0);
    CHECK("65536", q.ifr_mtu, 65536);
    CHECK("if_nametoindex", if_nametoindex("lo"), 1);
    char name[IF_NAMESIZE] = "";
    CHECK("if_indextoname", !if_indextoname(1, name), 0);
    CHECK("lo", strcmp(name, "lo"), 0);
    strcpy(q.ifr_name, "none0");
    CHECK("no such interface", CALL(ioctl(s, SIOCGIFFLAGS, &q)), -ENODEV);
    struct ifconf i = { 8, { b } };
    CHECK("SIOCGIFCONF without room", CALL(ioctl(s, SIOCGIFCONF, &i)), 0);
    CHECK("tells of nothing", i.ifc_len, 0);
    i.ifc_len = sizeof *i.ifc_req;
    CHECK("SIOCGIFCONF", CALL(ioctl(s, SIOCGIFCONF, &i)), 0);
    CHECK("tells of lo", strcmp(i.ifc_req->ifr_name, "lo"), 0);
    CHECK("SIOCGIFCONF of a bad address", CALL(ioctl(s, SIOCGIFCONF, 4096)), -EFAULT);
    CHECK("SIOCGIFCONF of a bad array", (i.ifc_buf = (void *)4096, i.ifc_len = 400, CALL(ioctl(s, SIOCGIFCONF, &i))), -EFAULT);
    int x = socket(AF_UNIX, SOCK_STREAM, 0); strcpy(q.ifr_name, "lo");
    CHECK("AF_UNIX tells of interfaces", CALL(ioctl(x, SIOCGIFFLAGS, &q)), 0);
    CHECK("but not of addresses", CALL(ioctl(x, SIOCGIFADDR, &q)), -ENOTTY);
    setuid(65534);
    CHECK("socket(INET, RAW, ICMP)", CALL(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)), -EPERM);
    CHECK("socket(INET, RAW, 0)", CALL(socket(AF_INET, SOCK_RAW, 0)), -EPROTONOSUPPORT);
    return failures != 0;
}
