"""A second opinion on the cheapest design: HiGHS, a solver for mixed-integer programs.

The search eliminates; the oracle does not. For every shape it writes down what may be bought as variables, and what
fits together as linear constraints: one platform with a number of sockets, one processor for each socket, one even
set of memory modules, one number of one kind of drive, a controller, a boot device, one set of networks; then bays,
lanes, slots, memory, cores and threads. All numbers of drives are variables, not just the fewest that serve, and no
part is left out because another seems better. What a number of drives holds, what the host keeps and what the
networks cost in so many slots come from the engine's own functions, which have tests of their own.

Only sums are asked for here. Placing the guests one by one is proved apart.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np

from wizard.engine import rebuild
from wizard.engine.capacity import ceph, zfs
from wizard.engine.compute import node_need, reserved_threads
from wizard.engine.memory import reserve
from wizard.engine.search import qdevice_cents
from wizard.engine.storage import ceph_iops, local_iops, needed
from wizard.engine.topologies.kind import StorageKind
from wizard.engine.workshop import Workshop, cheapest_subscription
from wizard.model.units import GIB

FREE = highspy.kHighsInf


@dataclass
class Program:
    """A mixed-integer program that grows by columns and rows; each row is ``low <= sum <= high``."""

    cents: list[int] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    rows: list[tuple[float, float, dict[int, float]]] = field(default_factory=list)

    def column(self, cents, most=1):
        self.cents.append(cents)
        self.most.append(most)
        return len(self.cents) - 1

    def row(self, low, high, terms):
        self.rows.append((low, high, {column: value for column, value in terms.items() if value}))

    def exactly_one(self, columns):
        self.row(1, 1, dict.fromkeys(columns, 1))

    def only_with(self, column, hosts):
        """A column may be chosen only beside one of the hosts."""
        self.row(-FREE, 0, {column: 1, **dict.fromkeys(hosts, -1)})

    def cheapest(self, below=None):
        """Return the least price [cents], or nothing if there is no solution (below a price that is known)."""
        if below is not None:
            self.row(-FREE, (below - 1) / 100, {column: cents / 100 for column, cents in enumerate(self.cents)})
        solver = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.004)):
            solver.setOptionValue(name, value)
        solver.passModel(self._model())
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            assert solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
            return None
        chosen = [round(value) for value in solver.getSolution().col_value]
        self._check(chosen)
        return sum(cents * number for cents, number in zip(self.cents, chosen, strict=True))

    def _model(self):
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.cents), len(self.rows)
        model.col_cost_ = np.array(self.cents) / 100
        model.col_lower_, model.col_upper_ = np.zeros(len(self.cents)), np.array(self.most, dtype=float)
        model.row_lower_ = np.array([low for low, _, _ in self.rows])
        model.row_upper_ = np.array([high for _, high, _ in self.rows])
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(self.cents)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(terms) for _, _, terms in self.rows)])
        model.a_matrix_.index_ = np.array([column for _, _, terms in self.rows for column in terms])
        model.a_matrix_.value_ = np.array([value for _, _, terms in self.rows for value in terms.values()], dtype=float)
        return model

    def _check(self, chosen):
        """A solver works with tolerances: its answer has to hold without them."""
        for low, high, terms in self.rows:
            total = sum(value * chosen[column] for column, value in terms.items())
            assert low - 1e-9 <= total <= high + 1e-9


def cheapest(shapes, context, once_cents=0):
    """Return the price of the cheapest shape [cents], or nothing if no shape can be built."""
    best = None
    workshop = Workshop(context)
    for shape in shapes:
        once = once_cents + (qdevice_cents(context) if shape.qdevice else 0)
        found = _program(shape, context, workshop, once).cheapest(best)
        best = best if found is None else found
    return best


def _program(shape, context, workshop, once):
    program = Program()
    program.exactly_one([program.column(once)])
    variants = _variants(program, shape, context)
    cpus = _cpus(program, shape, context, variants)
    memory = _memory(program, shape, context, variants)
    drives = _drives(program, shape, context)
    controllers = _controllers(program, shape, context, drives)
    _boot(program, shape, context, variants)
    networks = _networks(program, shape, context, workshop, drives)
    _bays(program, variants, drives)
    _slots(program, variants, controllers, networks, drives)
    _sums(program, shape, context, cpus, memory, drives)
    limits = {column: size / GIB for column, (_, _, size) in memory.items()}
    program.row(-FREE, 0, {**limits, **{column: -cpu.maximum_memory * sockets / GIB
                                        for column, (cpu, sockets) in cpus.items()}})  # fmt: skip
    program.row(-FREE, 0, {**limits, **{column: -platform.maximum_memory * sockets / platform.sockets / GIB
                                        for column, (platform, sockets) in variants.items()}})  # fmt: skip
    return program


def _variants(program, shape, context):
    found = {}
    for platform in context.catalogue.platforms:
        if "compute" not in platform.roles:
            continue
        for sockets in range(1, platform.sockets + 1):
            key = cheapest_subscription(context, "pve", sockets)
            node = platform.cents + key.cents * context.answers.subscription_years
            found[program.column(shape.nodes * node)] = (platform, sockets)
    program.exactly_one(found)
    return found


def _cpus(program, shape, context, variants):
    found = {}
    for cpu in context.catalogue.cpus:
        for sockets in range(1, cpu.maximum_sockets + 1):
            hosts = [column for column, (platform, filled) in variants.items()
                     if filled == sockets and cpu.family in platform.cpu_families]  # fmt: skip
            if hosts and context.answers.cpu_vendor in (None, cpu.vendor):
                column = program.column(shape.nodes * sockets * cpu.cents)
                program.only_with(column, hosts)
                found[column] = (cpu, sockets)
    program.exactly_one(found)
    return found


def _memory(program, shape, context, variants):
    found = {}
    share = context.rules("host.channel_share")
    for module in context.catalogue.memory:
        for sockets in {filled for _, filled in variants.values()}:
            for each in range(1, 49):
                hosts = [
                    column for column, (platform, filled) in variants.items()
                    if filled == sockets and platform.memory_type == module.type and _even(platform, each, share)
                ]  # fmt: skip
                if hosts:
                    number = each * sockets
                    column = program.column(shape.nodes * number * module.cents)
                    program.only_with(column, hosts)
                    found[column] = (module, number, number * module.size)
    program.exactly_one(found)
    return found


def _even(platform, each, share):
    """Whether so many modules of a socket fill the channels evenly: a part that divides them, or all of them twice."""
    channels, slots = platform.channels_per_socket, platform.dimm_slots // platform.sockets
    if each > slots:
        return False
    return each == 2 * channels or (each >= channels * share and channels % each == 0)


def _drives(program, shape, context):
    """Every number of every kind of drive that holds and serves enough; its reserves come with it."""
    found = {}
    most = max(sum(bay.count for bay in platform.bays) for platform in context.catalogue.platforms)
    if shape.storage is StorageKind.EXTERNAL:
        column = program.column(0)
        found[column] = (None, 0, reserve(shape.storage, 0, 0, 0, context.rules),
                         reserved_threads(shape.storage, None, 0, context.rules))  # fmt: skip
    for drive in context.catalogue.drives if shape.storage is not StorageKind.EXTERNAL else ():
        if drive.kind == "hdd" or not drive.power_loss_protection:
            continue
        for number in range(1, most + 1):
            pool = _serves(shape, context, drive, number)
            if pool is not None:
                column = program.column(shape.nodes * number * drive.cents)
                found[column] = (drive, number, reserve(shape.storage, number, drive.bytes, pool, context.rules),
                                 reserved_threads(shape.storage, drive, number, context.rules))  # fmt: skip
    program.exactly_one(found)
    return found


def _serves(shape, context, drive, number):
    """Return the node's pool [bytes] (0 without ZFS) if so many drives serve, or nothing."""
    rules, wanted = context.rules, needed(shape, context)
    if shape.storage is StorageKind.CEPH:
        enough = number * shape.nodes >= rules("ceph.osds_minimum") and number * rules("ceph.osd_share_maximum") >= 1
        held = ceph.homogeneous(
            shape.nodes, number, drive.bytes, shape.copies, shape.sites, rules, shape.host_failures
        ).usable
        rates = ceph_iops(context, drive, shape, number)
        return 0 if enough and held >= wanted and _fast(context, rates) else None
    ways = max(2, context.answers.disk_failures + 1)
    groups, rest = divmod(number, ways)
    if rest:
        return None
    block = rules.whole("zfs.volblocksize_kib")
    _, pool, _, usable = zfs.usable("mirror", ways, groups, drive.bytes, block, rules)
    rates = local_iops(context, drive, ways * groups * shape.nodes, groups * shape.nodes)
    return pool if usable * shape.nodes >= wanted and _fast(context, rates) else None


def _fast(context, rates):
    demand = context.demand
    if not demand.iops:
        return True
    return rates is not None and demand.iops * (
        (1 - demand.write_share) / rates[0] + demand.write_share / rates[1]
    ) <= 1  # fmt: skip


def _controllers(program, shape, context, drives):
    """Drives that are not NVMe need a controller that passes them through, with a port for each."""
    wanting = {column: one[1] for column, one in drives.items() if one[0] is not None and one[0].kind != "nvme"}
    found = {program.column(shape.nodes * one.cents): one for one in context.catalogue.controllers if one.mode == "hba"}
    program.row(0, 0, {**dict.fromkeys(found, 1), **dict.fromkeys(wanting, -1)})
    program.row(0, FREE, {**{column: one.drives for column, one in found.items()},
                          **{column: -number for column, number in wanting.items()}})  # fmt: skip
    return found


def _boot(program, shape, context, variants):
    found = []
    for device in context.catalogue.boot_devices:
        column = program.column(shape.nodes * device.cents * (1 if device.mirrored else 2))
        found.append(column)
        if not device.mirrored:
            program.only_with(column, [one for one, (platform, _) in variants.items() if platform.boot == "m.2"])
    program.exactly_one(found)


def _networks(program, shape, context, workshop, drives):
    """The networks in the slots that any platform has, with a controller and without: fewer slots may be dearer.

    Many NVMe OSDs only go with the faster ones.
    """
    rooms = {(platform.pcie_slots - taken, platform.ocp_slots)
             for platform in context.catalogue.platforms for taken in (0, 1)}  # fmt: skip
    plain, faster = (
        {program.column(one.cents): (pcie, ocp, one.cards.lanes)
         for pcie, ocp in sorted(rooms) if (one := workshop.wiring(wired).cheapest(pcie, ocp)) is not None}
        for wired in (shape, rebuild.for_many_nvme(shape, context))
    )  # fmt: skip
    for column, (drive, number, _, _) in drives.items():
        if shape.storage is StorageKind.CEPH and rebuild.many_nvme(drive, number, context):
            program.only_with(column, faster)
    program.exactly_one([*plain, *faster])
    return {**plain, **faster}


def _bays(program, variants, drives):
    kinds = {(one[0].form, one[0].interface) for one in drives.values() if one[0] is not None}
    for form, interface in kinds:
        wanted = {column: one[1] for column, one in drives.items()
                  if one[0] is not None and (one[0].form, one[0].interface) == (form, interface)}  # fmt: skip
        there = {
            column: -sum(bay.count for bay in platform.bays if bay.form == form and interface in bay.interfaces)
            for column, (platform, _) in variants.items()
        }
        # The bays bind only the drives of their kind: without one of these the row is slack.
        program.row(-FREE, 0, {**wanted, **there})


def _slots(program, variants, controllers, networks, drives):
    program.row(-FREE, 0, {
        **{column: -platform.pcie_slots for column, (platform, _) in variants.items()},
        **dict.fromkeys(controllers, 1), **{column: pcie for column, (pcie, _, _) in networks.items()},
    })  # fmt: skip
    program.row(-FREE, 0, {
        **{column: -platform.ocp_slots for column, (platform, _) in variants.items()},
        **{column: ocp for column, (_, ocp, _) in networks.items()},
    })  # fmt: skip
    program.row(-FREE, 0, {
        **{column: -(platform.nvme_lanes * filled // platform.sockets)
           for column, (platform, filled) in variants.items()},
        **{column: one.lanes for column, one in controllers.items()},
        **{column: lanes for column, (_, _, lanes) in networks.items()},
        **{column: 4 * one[1] for column, one in drives.items() if one[0] is not None and one[0].kind == "nvme"},
    })  # fmt: skip


def _sums(program, shape, context, cpus, memory, drives):
    """Memory, cores and threads of one node, after what its host keeps."""
    need = node_need(shape, context.demand)
    program.row(need.threads, FREE, {column: cpu.threads * sockets for column, (cpu, sockets) in cpus.items()})
    # floor((threads - reserved) * cores / threads) >= need, multiplied out: linear in both choices.
    program.row(0, FREE, {
        **{column: cpu.threads * sockets - need.cores * cpu.threads / cpu.cores
           for column, (cpu, sockets) in cpus.items()},
        **{column: -threads for column, (_, _, _, threads) in drives.items()},
    })  # fmt: skip
    kept = {column: -one.fixed / GIB for column, (_, _, one, _) in drives.items()}
    least = {column: -(one.fixed + one.cache) / GIB for column, (_, _, one, _) in drives.items()}
    program.row(need.memory / GIB, FREE, {**{column: size / GIB for column, (_, _, size) in memory.items()}, **least})
    # A read cache also grows with the memory; every ZFS option has the same share.
    cached = next((one for _, _, one, _ in drives.values() if one.cache), None)
    if cached is not None:
        up, down = cached.cache_share
        left = {column: (size - min(-(-size * up // down), cached.cache_maximum)) / GIB
                for column, (_, _, size) in memory.items()}  # fmt: skip
        program.row(need.memory / GIB, FREE, {**left, **kept})
