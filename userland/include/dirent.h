/* Reading folders; see opendir(3), readdir(3). */
#ifndef _DIRENT_H
#define _DIRENT_H

#include <sys/types.h>

/* One entry, laid out as getdents64(2) writes it. */
struct dirent {
    ino_t d_ino;
    off_t d_off;
    unsigned short d_reclen;
    unsigned char d_type;
    char d_name[256];
};

#define DT_UNKNOWN 0
#define DT_FIFO 1
#define DT_CHR 2
#define DT_DIR 4
#define DT_BLK 6
#define DT_REG 8
#define DT_LNK 10
#define DT_SOCK 12

typedef struct DIR DIR;

DIR *opendir(const char *path);
DIR *fdopendir(int fd);
struct dirent *readdir(DIR *folder);
void rewinddir(DIR *folder);
int dirfd(DIR *folder);
int closedir(DIR *folder);

#endif
