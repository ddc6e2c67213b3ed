/* The two parts of a device number: its driver, and which of the driver's devices. */
#ifndef _SYS_SYSMACROS_H
#define _SYS_SYSMACROS_H

#define major(device) ((unsigned int)((((device) >> 8) & 0xfff) | (((device) >> 32) & ~0xfffUL)))
#define minor(device) ((unsigned int)(((device) & 0xff) | (((device) >> 12) & ~0xffUL)))
#define makedev(major, minor)                                                          \
    ((((unsigned long)(major) & 0xfff) << 8) | (((unsigned long)(major) & ~0xfffUL) << 32) \
     | ((unsigned long)(minor) & 0xff) | (((unsigned long)(minor) & ~0xffUL) << 12))

#endif
