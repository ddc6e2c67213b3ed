/* Functions of <math.h>, and what is no number. */
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>

int main(void)
{
    for (int degrees = 0; degrees <= 90; degrees += 30) {
        double angle = degrees * acos(-1) / 180;
        printf("%2d: sin %.4f, cos %.4f\n", degrees, sin(angle), fabs(cos(angle)));
    }
    printf("sqrt %.6f, cbrt %.1f, pow %.1f, hypot %.1f\n", sqrt(2), cbrt(27), pow(2, 10), hypot(3, 4));
    printf("exp %.6f, log %.6f, log10 %.1f, log2 %.1f\n", exp(1), log(10), log10(1000), log2(32));
    printf("floor %.1f, ceil %.1f, round %.1f, trunc %.1f, fmod %.2f\n", floor(-1.5), ceil(-1.5), round(-1.5), trunc(-1.5), fmod(7.5, 2));
    int exponent;
    double part = frexp(40, &exponent), whole, fraction = modf(3.25, &whole);
    printf("frexp %.4f %d, modf %.2f %.1f, tgamma %.1f\n", part, exponent, fraction, whole, tgamma(6));
    volatile double zero = 0;
    printf("infinite %d, no number %d, epsilon %g\n", isinf(1 / zero) != 0, isnan(zero / zero) != 0, DBL_EPSILON);
    return 0;
}
