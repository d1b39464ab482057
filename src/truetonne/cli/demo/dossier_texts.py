"""Texts of the demonstration's dossiers in three languages, by project type. All of it is invented."""

from __future__ import annotations

from typing import Final

STORIES: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "Jurisdictional REDD+": {
        "en": (
            "A region pays its districts to keep standing forest. What is credited is the loss that did not happen, against the mean of ten earlier years.",
            "Satellite pictures of the whole region are read every year, so that a fire or a felling that moves to the next valley is counted too.\n\nFour fifths of what is paid goes to districts and villages by a published key.",
        ),
        "vi": (
            "Một vùng chi trả cho các huyện để giữ rừng. Phần được ghi nhận là lượng mất rừng đã không xảy ra, so với trung bình mười năm trước.",
            "Ảnh vệ tinh của toàn vùng được đọc mỗi năm, nên cháy rừng hay chặt phá chuyển sang thung lũng bên cạnh cũng được tính.\n\nBốn phần năm số tiền đến với các huyện và làng theo tỷ lệ công bố.",
        ),
        "zh-Hans": (
            "一个地区付费给各县以保留现有森林。计入的是与此前十年平均值相比没有发生的毁林。",
            "每年判读整个地区的卫星影像，因此转移到邻近山谷的火灾或砍伐也会计入。\n\n五分之四的付款按公开的比例分给各县和村庄。",
        ),
    },
    "Reforestation": {
        "en": (
            "Smallholders plant native trees among maize and beans. What is credited is the growth beyond that of matched land nearby, measured every year.",
            "Controls were fixed before the first tree was planted and are tested again at each verification.\n\nThe trees belong to those who planted them.",
        ),
        "vi": (
            "Nông hộ nhỏ trồng cây bản địa xen ngô và đậu. Phần được ghi nhận là mức tăng trưởng vượt so với đất tương đồng gần đó, đo hằng năm.",
            "Các ô đối chứng được chọn trước khi trồng cây đầu tiên và được kiểm tra lại ở mỗi lần thẩm tra.\n\nCây thuộc về người trồng.",
        ),
        "zh-Hans": (
            "小农在玉米和豆类之间种植本地树种。计入的是超出附近匹配土地的生长量，每年测量。",
            "对照地块在种下第一棵树之前确定，每次核查时重新检验。\n\n树木归种植者所有。",
        ),
    },
    "Mangrove restoration": {
        "en": (
            "Old shrimp ponds are opened to the tide and mangroves return. What is credited is carbon in wood and mud beyond that of ponds that stayed closed.",
            "Cores of the mud are taken every third year. Fishing rights of the coast stay with the cooperatives that hold them.",
        ),
        "vi": (
            "Các đầm tôm cũ được mở ra cho thủy triều và rừng ngập mặn trở lại. Phần được ghi nhận là các-bon trong gỗ và bùn vượt so với các đầm vẫn đóng.",
            "Mẫu lõi bùn được lấy ba năm một lần. Quyền đánh bắt ven bờ vẫn thuộc các hợp tác xã.",
        ),
        "zh-Hans": (
            "旧虾塘重新与潮水相通，红树林得以恢复。计入的是木材和淤泥中超出未开放虾塘的碳。",
            "每三年取一次淤泥岩芯。沿岸捕鱼权仍归合作社所有。",
        ),
    },
    "Refrigerant destruction": {
        "en": (
            "Old refrigerant is collected from cold stores and destroyed before it leaks. What is credited is the gas that was weighed and burnt.",
            "Each cylinder is weighed twice and sampled once; the furnace’s certificate names it. No law here asks for its destruction.",
        ),
        "vi": (
            "Môi chất lạnh cũ được thu gom từ các kho lạnh và tiêu hủy trước khi rò rỉ. Phần được ghi nhận là lượng khí đã cân và đốt.",
            "Mỗi bình được cân hai lần và lấy mẫu một lần; giấy chứng nhận của lò ghi rõ bình đó. Không luật nào ở đây bắt buộc tiêu hủy.",
        ),
        "zh-Hans": (
            "从冷库收集旧制冷剂，在泄漏之前销毁。计入的是经称重并焚毁的气体。",
            "每个钢瓶称重两次、取样一次，焚烧炉的证明写明该瓶。当地法律并不要求销毁。",
        ),
    },
    "Mine methane": {
        "en": (
            "Air from a mine’s shaft carries methane; it is led through a hot bed and burnt. What is credited is the methane that the bed destroyed.",
            "Flow and concentration are measured every minute on both sides of the bed.",
        ),
        "vi": (
            "Khí từ giếng mỏ mang theo mêtan; khí được dẫn qua một lớp nóng và đốt. Phần được ghi nhận là lượng mêtan đã bị phá hủy.",
            "Lưu lượng và nồng độ được đo mỗi phút ở cả hai phía.",
        ),
        "zh-Hans": (
            "矿井排风含有甲烷，经过高温床层焚毁。计入的是床层销毁的甲烷。",
            "床层两侧的流量和浓度每分钟测量一次。",
        ),
    },
    "Direct air capture": {
        "en": (
            "Fans draw air over a mineral that binds carbon dioxide; the mineral is then buried. What is credited is what was buried, less what the fans cost.",
            "Power comes from a line of its own with an hourly record. Every batch is weighed before it goes down.",
        ),
        "vi": (
            "Quạt hút không khí qua một khoáng chất giữ CO₂; khoáng chất sau đó được chôn. Phần được ghi nhận là lượng đã chôn, trừ phần quạt tiêu tốn.",
            "Điện đến từ một đường dây riêng có số liệu từng giờ. Mỗi mẻ đều được cân trước khi chôn.",
        ),
        "zh-Hans": (
            "风机把空气吹过能固定二氧化碳的矿物，然后将矿物掩埋。计入的是掩埋量减去风机耗能的排放。",
            "电力来自单独线路，逐小时记录。每一批在掩埋前都称重。",
        ),
    },
}
"""For each type and language: the lede, and paragraphs parted by an empty line."""

DISCLAIMERS: Final[dict[str, tuple[str, tuple[str, str, str]]]] = {
    "Jurisdictional REDD+": (
        "REVERSAL",
        (
            "Forest that stands today may burn or be felled later. The buffer covers such losses only as far as it reaches.",
            "Rừng còn đứng hôm nay có thể cháy hoặc bị chặt sau này. Quỹ dự phòng chỉ bù được trong phạm vi của nó.",
            "今天仍在的森林以后可能被烧毁或砍伐。缓冲只能在其额度内弥补这类损失。",
        ),
    ),
    "Reforestation": (
        "REVERSAL",
        (
            "Young trees die in dry years. Losses are taken from the buffer and stand in the register.",
            "Cây non chết trong những năm khô hạn. Phần mất được trừ vào quỹ dự phòng và ghi trong sổ đăng ký.",
            "幼树会在干旱年份死亡。损失从缓冲中扣除，并载于登记簿。",
        ),
    ),
    "Mangrove restoration": (
        "METHOD",
        (
            "Carbon in mud is measured at few places; the range of the estimate is wide and the lower end is credited.",
            "Các-bon trong bùn chỉ được đo ở ít điểm; khoảng ước tính rộng và đầu thấp được ghi nhận.",
            "淤泥中的碳只在少数地点测量；估计区间较宽，按下限计入。",
        ),
    ),
    "Refrigerant destruction": (
        "SHORT_LIVED",
        (
            "These gases warm strongly and for a shorter time than carbon dioxide. A tonne CO2e is not the same event as a tonne of carbon dioxide.",
            "Các khí này làm nóng mạnh và trong thời gian ngắn hơn CO2. Một tấn CO2e không phải là cùng một tác động như một tấn CO2.",
            "这些气体增温强，但持续时间比二氧化碳短。一吨CO2e与一吨二氧化碳并非同一影响。",
        ),
    ),
    "Mine methane": (
        "SHORT_LIVED",
        (
            "Methane warms strongly for about a decade. A tonne CO2e is not the same event as a tonne of carbon dioxide.",
            "Mêtan làm nóng mạnh trong khoảng một thập kỷ. Một tấn CO2e không phải là cùng một tác động như một tấn CO2.",
            "甲烷在约十年内强烈增温。一吨CO2e与一吨二氧化碳并非同一影响。",
        ),
    ),
    "Direct air capture": (
        "DATA_GAP",
        (
            "The site is young: fewer than three years of operation stand behind the estimate of its own emissions.",
            "Cơ sở còn mới: ước tính phát thải của chính nó dựa trên chưa đầy ba năm vận hành.",
            "场址较新：其自身排放的估计所依据的运行时间不足三年。",
        ),
    ),
}
"""For each type: what it is about, and the text in English, Vietnamese and Chinese."""
