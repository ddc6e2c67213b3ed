/* The options that the command line and the command set turn on and off. */
#ifndef OPTIONS_H
#define OPTIONS_H

/* Those that are on, as letters: $- */
const char *options_letters(void);

/* By letter, or by name after -o; 0 if there is none such. */
int option_switch(char letter, int is_on);
int option_switch_named(const char *name, int is_on);
void options_print(void);

#endif
