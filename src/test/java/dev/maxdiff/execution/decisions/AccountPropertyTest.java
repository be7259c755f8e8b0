package dev.maxdiff.execution.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.risk.EntryReading;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After any sequence of inputs. */
class AccountPropertyTest {

  private static final BigDecimal CASH = new BigDecimal("1000");
  private static final int STEPS = 1_500;

  private final ExecutionSettings settings = Samples.settings();
  private final AccountMachine machine = new AccountMachine(settings);
  private final List<AccountEffect> effects = new ArrayList<>();
  private AccountState state = AccountState.of(settings, EntryPauses.NONE);

  private void give(AccountInput input) {
    AccountStep step = machine.on(state, input, new AccountTime(Samples.AT, 0));
    state = step.state();
    effects.addAll(step.effects());
  }

  // ---- cash

  private static final List<SlotId> SLOTS =
      IntStream.range(0, 6)
          .mapToObj(i -> WatcherKey.parse("S" + i + "|buy|k").slot(Slot.ENTRY))
          .toList();

  /** An entry between its reservation and its end. */
  private static final class Attempt {
    final BigDecimal notional;
    final long freedBefore;
    PositionLedger ledger; // null before the read
    boolean isAllowed;

    Attempt(BigDecimal notional, long freedBefore) {
      this.notional = notional;
      this.freedBefore = freedBefore;
    }
  }

  private final Map<SlotId, Attempt> attempts = new TreeMap<>();
  private final Map<SlotId, OwnOrder> open = new TreeMap<>();
  private PositionLedger ledger = PositionLedger.empty(settings.ledger().coinFees());

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void ordersOnTheirWayAndAtTheBrokerNeverExceedTheCash(long seed) {
    Random random = new Random(seed);
    int sent = 0;
    for (int step = 0; step < STEPS; step++) {
      SlotId slot = SLOTS.get(random.nextInt(SLOTS.size()));
      Attempt attempt = attempts.get(slot);
      if (random.nextInt(6) == 0) {
        give(new AccountInput.EntryWithdrawn(slot));
      } else if (random.nextInt(6) == 0) {
        give(new AccountInput.EntryAccepted(Samples.entry(slot.key(), "10", "6")));
      } else if (attempt == null) {
        end(slot, random);
      } else if (attempt.ledger == null) {
        attempt.ledger = ledger;
      } else if (!attempt.isAllowed) {
        allow(slot, attempt);
      } else {
        sent += accepted(slot, attempt);
      }
      assertThat(spent()).as("seed %s, step %s", seed, step).isLessThanOrEqualTo(CASH);
    }
    assertThat(sent).as("orders sent with seed %s", seed).isGreaterThan(20);
  }

  /** Ends the open order of the slot, or begins an attempt. */
  private void end(SlotId slot, Random random) {
    OwnOrder order = open.remove(slot);
    if (order == null) {
      BigDecimal notional = BigDecimal.valueOf(100 + random.nextInt(150));
      give(new AccountInput.CashReserved(slot, notional));
      attempts.put(slot, new Attempt(notional, state.cash().freed()));
    } else {
      show(own(slot, order.order().quantity(), OrderStatus.CANCELED));
    }
  }

  private void allow(SlotId slot, Attempt attempt) {
    EntryReading reading =
        new EntryReading(
            new WatcherAuthority(Samples.entry(slot.key(), "10", "6"), 1),
            account(),
            attempt.ledger,
            attempt.freedBefore);
    give(new AccountInput.EntryRead(reading));
    attempt.isAllowed = attempt.notional.compareTo(state.entryLimits(reading).allowance()) <= 0;
    if (!attempt.isAllowed) {
      attempts.remove(slot);
      give(new AccountInput.CashFreed(slot));
    }
  }

  private int accepted(SlotId slot, Attempt attempt) {
    OwnOrder order = own(slot, attempt.notional.movePointLeft(1), OrderStatus.NEW);
    open.put(slot, order);
    show(order);
    attempts.remove(slot);
    give(new AccountInput.CashFreed(slot));
    return 1;
  }

  private void show(OwnOrder order) {
    ledger = ledger.after(List.of(), List.of(order), List.of(), Set.of());
  }

  private static OwnOrder own(SlotId slot, BigDecimal quantity, OrderStatus status) {
    return Samples.own(slot, 1, quantity.toPlainString(), "0", "10", status);
  }

  private static Account account() {
    return new Account(
        "1", "ACTIVE", CASH, CASH, CASH, CASH, CASH, BigDecimal.ONE, false, false, true);
  }

  private BigDecimal spent() {
    BigDecimal spent = BigDecimal.ZERO;
    for (OwnOrder order : open.values()) {
      spent = spent.add(order.order().quantity().multiply(BigDecimal.TEN));
    }
    for (Attempt attempt : attempts.values()) {
      spent = attempt.isAllowed ? spent.add(attempt.notional) : spent;
    }
    return spent;
  }

  // ---- pauses

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aPauseSurvivesFailedWritesAndIsStoredAtLast(long seed) {
    Random random = new Random(seed);
    Set<Long> asked = new TreeSet<>();
    Set<PauseScope> expected = new LinkedHashSet<>();
    boolean isWriting = false;
    for (int step = 0; step < STEPS; step++) {
      PauseScope scope = new PauseScope(SLOTS.get(random.nextInt(3)).key().symbol(), null, null);
      switch (random.nextInt(4)) {
        case 0 -> {
          give(new AccountInput.PauseAsked(step + 1L, pause(scope)));
          asked.add(step + 1L);
          expected.add(scope);
        }
        case 1 -> {
          give(new AccountInput.StoreDue());
        }
        default -> {
          if (isWriting) {
            isWriting = false;
            give(
                random.nextInt(3) == 0
                    ? new AccountInput.PausesStored()
                    : new AccountInput.PausesNotStored(new IllegalStateException("disk full")));
          }
        }
      }
      isWriting |= take(asked);
      assertThat(state.pauses().inForce().all())
          .as("seed %s, step %s", seed, step)
          .extracting(EntryPause::scope)
          .containsAll(expected);
    }
    while (isWriting || state.pauses().needWrite()) {
      give(isWriting ? new AccountInput.PausesStored() : new AccountInput.StoreDue());
      isWriting = take(asked);
    }
    assertThat(state.pauses().durable()).isEqualTo(state.pauses().inForce());
    assertThat(state.pauses().durable().stored())
        .extracting(EntryPause::scope)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(asked).as("requests without an answer").isEmpty();
  }

  /** Takes the effects; returns whether a write has begun. */
  private boolean take(Set<Long> asked) {
    boolean isWriting = false;
    for (AccountEffect effect : effects) {
      if (effect instanceof AccountEffect.Answer answer) {
        assertThat(asked.remove(answer.request())).isTrue();
      } else if (effect instanceof AccountEffect.Refuse refuse) {
        assertThat(asked.remove(refuse.request())).isTrue();
      }
      isWriting |= effect instanceof AccountEffect.StorePauses;
    }
    effects.clear();
    return isWriting;
  }

  private static EntryPause pause(PauseScope scope) {
    return new EntryPause(scope, "tired", Samples.AT, null);
  }
}
