package io.skyv.together;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Machines in network namespaces, each two with a cable and a switch of their own, so that any two can be cut off from each
 * other without either seeing its link go down: packets are lost, nobody is told. This process is one of the machines.
 */
final class Wires implements AutoCloseable {
    /** The machine that this process is. */
    static final String HERE = "here";

    private static final String NETWORK = "10.213." + ProcessHandle.current().pid() % 250 + ".";

    private final String prefix = "skyv" + ProcessHandle.current().pid();
    private final List<String> machines;
    private final Map<String, Integer> cables = new LinkedHashMap<>();

    private Wires(List<String> machines) {
        this.machines = List.copyOf(machines);
    }

    /** Whether this machine lets us make namespaces and bridges. */
    static boolean canBeHad() {
        String probe = "skyvprobe" + ProcessHandle.current().pid();
        if (!Shell.isRoot() || !Shell.succeeds("ip", "netns", "add", probe)) {
            return false;
        }
        boolean bridges = Shell.succeeds("ip", "-n", probe, "link", "add", "br0", "type", "bridge");
        Shell.run("ip", "netns", "del", probe);
        return bridges;
    }

    /** @param names of machines besides {@link #HERE} */
    static Wires between(String... names) {
        List<String> machines = new ArrayList<>(List.of(names));
        machines.add(HERE);
        Wires wires = new Wires(machines);
        try {
            wires.lay();
        } catch (AssertionError e) {
            wires.close();
            throw e;
        }
        return wires;
    }

    Place place(String machine) {
        return new Place(List.of("ip", "netns", "exec", namespace(machine)), address(machine));
    }

    /** From now on nothing comes through between the two. */
    void cut(String a, String b) {
        Shell.run("ip", "-n", switches(), "link", "set", port(cable(a, b), a), "nomaster");
    }

    void mend(String a, String b) {
        int cable = cable(a, b);
        Shell.run("ip", "-n", switches(), "link", "set", port(cable, a), "master", "br" + cable);
    }

    /** From now on nothing comes through between the machine's own programs, where they talk by the loopback address. */
    void cutWithin(String machine) {
        loopback(machine, "blackhole 127.0.0.1");
    }

    void mendWithin(String machine) {
        loopback(machine, "local 127.0.0.1 dev lo src 127.0.0.1 proto kernel scope host");
    }

    private void loopback(String machine, String route) {
        String command = "ip -n " + namespace(machine) + " route replace table local " + route;
        Shell.run(command.split(" "));
    }

    @Override
    public void close() {
        for (String machine : machines) {
            if (!machine.equals(HERE)) {
                Shell.succeeds("ip", "netns", "del", namespace(machine));
            }
        }
        Shell.succeeds("ip", "netns", "del", switches()); // and with it the other ends of this machine's cables
    }

    private void lay() {
        Shell.run("ip", "netns", "add", switches());
        for (String machine : machines) {
            if (!machine.equals(HERE)) {
                Shell.run("ip", "netns", "add", namespace(machine));
                Shell.run("ip", "-n", namespace(machine), "link", "set", "lo", "up");
                Shell.run("ip", "-n", namespace(machine), "addr", "add", address(machine) + "/32", "dev", "lo");
            }
        }
        for (int i = 0; i < machines.size(); i++) {
            for (int j = i + 1; j < machines.size(); j++) {
                cable(machines.get(i), machines.get(j), cables.size());
            }
        }
    }

    private void cable(String a, String b, int number) {
        cables.put(a + " " + b, number);
        Shell.run("ip", "-n", switches(), "link", "add", "br" + number, "type", "bridge");
        Shell.run("ip", "-n", switches(), "link", "set", "br" + number, "up");
        plug(a, b, number);
        plug(b, a, number);
    }

    private void plug(String machine, String other, int number) {
        String device = device(machine, number);
        String port = port(number, machine);
        Shell.run("ip", "-n", switches(), "link", "add", port, "type", "veth", "peer", "name", device);
        Shell.run("ip", "-n", switches(), "link", "set", port, "master", "br" + number, "up");
        boolean here = machine.equals(HERE);
        Shell.run("ip", "-n", switches(), "link", "set", device, "netns", here ? "1" : namespace(machine));
        List<String> there = here ? List.of("ip") : List.of("ip", "-n", namespace(machine));
        run(there, "link", "set", device, "up");
        if (here) {
            run(there, "addr", "add", address(machine) + "/32", "dev", device);
        }
        run(there, "route", "add", address(other) + "/32", "dev", device, "src", address(machine));
    }

    private static void run(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        Shell.run(all.toArray(String[]::new));
    }

    private int cable(String a, String b) {
        Integer number = cables.getOrDefault(a + " " + b, cables.get(b + " " + a));
        if (number == null) {
            throw new IllegalArgumentException("no cable between " + a + " and " + b);
        }
        return number;
    }

    private String device(String machine, int number) {
        return machine.equals(HERE) ? "sk" + ProcessHandle.current().pid() + "e" + number : "e" + number;
    }

    private String port(int number, String machine) {
        return "p" + number + "m" + machines.indexOf(machine);
    }

    private String switches() {
        return prefix + "-switches";
    }

    private String namespace(String machine) {
        return prefix + "-" + machine;
    }

    /** Where the others reach it. */
    String address(String machine) {
        return NETWORK + (10 + machines.indexOf(machine));
    }
}
