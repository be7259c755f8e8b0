package dev.maxdiff.domain;

import java.math.BigDecimal;

/** The best bid and the best ask of a symbol, quote currency; zero = no offer on that side. */
public interface TopOfBook {

  BigDecimal bid();

  BigDecimal ask();
}
