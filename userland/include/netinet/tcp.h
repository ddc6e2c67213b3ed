/* Options of TCP; see tcp(7). */
#ifndef _NETINET_TCP_H
#define _NETINET_TCP_H

#define SOL_TCP 6
#define TCP_NODELAY 1
#define TCP_KEEPIDLE 4

#endif
