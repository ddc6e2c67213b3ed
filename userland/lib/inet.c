/* Internet addresses as texts: only the form of four decimal numbers. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

int inet_aton(const char *text, struct in_addr *address)
{
    in_addr_t host = 0;
    for (int i = 0; i < 4; i++) {
        char *end;
        unsigned long part = strtoul(text, &end, 10);
        if (end == text || part > 255 || *end != (i < 3 ? '.' : 0))
            return 0;
        host = host << 8 | part;
        text = end + 1;
    }
    address->s_addr = htonl(host);
    return 1;
}

in_addr_t inet_addr(const char *text)
{
    struct in_addr address;
    return inet_aton(text, &address) ? address.s_addr : INADDR_BROADCAST;
}

char *inet_ntoa(struct in_addr address)
{
    static char text[16];
    in_addr_t host = ntohl(address.s_addr);
    snprintf(text, sizeof text, "%u.%u.%u.%u", host >> 24, host >> 16 & 255, host >> 8 & 255, host & 255);
    return text;
}
