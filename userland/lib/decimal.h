/* Doubles in decimal, exactly. */
#ifndef DECIMAL_H
#define DECIMAL_H

/* The number 0.d₀d₁d₂… × 10^point; d₀ is not 0, and zero has no digits at all. No double needs more than 767. */
struct decimal {
    int count;
    int point;
    char digits[800]; /* each 0 to 9 */
};

/* A finite number that is not negative. */
void decimal_from_double(struct decimal *decimal, double number);

/* Keeps so many digits at most, and rounds to nearest; halfway, to the even neighbour. */
void decimal_round(struct decimal *decimal, int count);

/* The digit at an index, which may lie outside those that are stored. */
int decimal_digit(const struct decimal *decimal, int index);

#endif
