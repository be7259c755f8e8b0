package dev.maxdiff.supervision;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the calls of supervision to the order side. */
final class FakeOrderAuthority implements OrderAdmission, OrderAuthority {

  final List<String> calls = new CopyOnWriteArrayList<>();

  @Override
  public Map<String, String> admit(Wish wish, long generation) {
    calls.add("admit " + generation);
    return Map.of("APCA_API_KEY_ID", "token-" + generation);
  }

  @Override
  public void retire(SlotId slot, long generation) {
    calls.add("retire " + generation);
  }

  @Override
  public void withdraw(SlotId slot, boolean keepOrders) {
    calls.add("withdraw " + slot.slot() + (keepOrders ? " keeping orders" : ""));
  }
}
