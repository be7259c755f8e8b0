package dev.maxdiff.execution.decisions;

import java.util.ArrayList;
import java.util.List;

/** The account after an input, and what is done. */
public record AccountStep(AccountState state, List<AccountEffect> effects) {

  public AccountStep {
    effects = List.copyOf(effects);
  }

  static AccountStep to(AccountState state, AccountEffect... effects) {
    return new AccountStep(state, List.of(effects));
  }

  /** Returns the step with these effects in front of its own. */
  AccountStep before(List<AccountEffect> earlier) {
    List<AccountEffect> all = new ArrayList<>(earlier);
    all.addAll(effects);
    return new AccountStep(state, all);
  }

  /** Returns a longer step, with these effects behind its own. */
  AccountStep and(AccountState next, List<AccountEffect> further) {
    List<AccountEffect> all = new ArrayList<>(effects);
    all.addAll(further);
    return new AccountStep(next, all);
  }
}
