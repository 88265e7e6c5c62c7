"""Chile. Every person, company and shop is invented; what things cost follows from Mexican prices."""

from dataclasses import replace

from belvo_sandbox.core.clock import Zone
from belvo_sandbox.people.countries.bank_calendar import chilean_holidays
from belvo_sandbox.people.countries.country import AccountProduct, Phrase, Shops, Town
from belvo_sandbox.people.countries.mexico import MEXICO

_PESOS = 40  # Chilean pesos for a Mexican one
_SHOPS = {
    "groceries": ("Súper Copihue", "Almacén La Marraqueta", "Feria Don Lautaro"),
    "restaurants": ("Picada El Curanto", "Cocinería La Pincoya", "Empanadas El Puelche"),
    "coffee": ("Café Canelo", "Panadería Hallulla", "Café Alerce"),
    "convenience": ("Minimarket La Esquina", "Botillería El Faro", "Kiosco Pudú"),
    "delivery": ("Traelotodo", "Mandadazo"),
    "bars": ("Bar La Chascona Chica", "Cervecería Huemul"),
    "transit": ("Tarjeta Vaivén", "Metro Carga"),
    "rides": ("Súbete", "Taxi Queltehue"),
    "gas": ("Bencinera Tres Cerros", "Combustibles Andén"),
    "parking": ("Estacionamiento El Cupo", "Peaje Los Coigües"),
    "flights": ("Aerolínea Albatros",),
    "hotels": ("Hotel Lago Imaginario", "Hostal La Araucaria"),
    "pharmacy": ("Farmacia Boldo", "Farmacia Santa Matilde"),
    "health": ("Clínica Valle Sereno", "Dentista Muelita"),
    "hair": ("Peluquería Rulos", "Barbería El Peine"),
    "home": ("Muebles Raulí", "Ferretería La Tuerca"),
    "gym": ("Gimnasio Fuerza Sur",),
    "clothes": ("Hilo y Botón", "Calzados Chupalla"),
    "online": ("Todoclic", "Persa Digital"),
    "department": ("Tiendas Loica",),
    "books": ("Librería El Zorzal",),
    "gifts": ("Regalos Remolino",),
    "pets": ("Mascotas Pudú", "Veterinaria Huellitas"),
    "cinema": ("Cine Luciérnaga", "Parque Mil Globos"),
    "streaming": ("Cinenube", "Melodía Plus", "Seriemanía"),
    "apps": ("Nubecaja", "Notas Fáciles"),
    "games": ("Juegos Pixelote",),
    "electricity": ("Luz del Maule",),
    "water": ("Aguas Cordillera Norte",),
    "phone": ("Telefonía Chucao",),
    "internet": ("Fibra Austral",),
    "insurance": ("Seguros Peumo",),
}

CHILE = replace(
    MEXICO,
    code="CL",
    currency="CLP",
    zone=Zone(hours=-4),  # in winter; its summer time is left out
    given_names={
        "FEMALE": ("Javiera", "Constanza", "Catalina", "Millaray", "Francisca", "Rayén", "Carolina", "Macarena"),
        "MALE": ("Cristóbal", "Matías", "Vicente", "Nicolás", "Lautaro", "Ignacio", "Rodrigo", "Gonzalo"),
    },
    surnames=("Fuentes", "Sepúlveda", "Riquelme", "Contreras", "Huenchumán", "Poblete", "Araya", "Cárcamo", "Tapia"),
    towns=(
        Town("Santiago", "RM", "13101", "8320000", "2"),
        Town("Valparaíso", "VS", "05101", "2340000", "32"),
        Town("Concepción", "BI", "08101", "4030000", "41"),
        Town("Temuco", "AR", "09101", "4780000", "45"),
    ),
    streets=("Calle Los Alerces", "Avenida del Copihue", "Pasaje Las Loicas", "Calle Quillay"),
    employers=("Maderas Raulí", "Viñedos Tres Cordones", "Pesquera Caleta Larga", "Consultora Canelo"),
    landlords=("Corredora Casa Coigüe", "Arriendos Los Boldos"),
    shops={
        kind: Shops(prices.low * _PESOS, prices.high * _PESOS, _SHOPS[kind]) for kind, prices in MEXICO.shops.items()
    },
    phrases={
        **MEXICO.phrases,
        "salary": Phrase("REMUNERACION {name}", "REMUNERACION"),
        "bonus": Phrase("AGUINALDO {name}", "REMUNERACION"),
        "freelance": Phrase("TRANSFERENCIA DE {name} HONORARIOS", "TRANSFERENCIA"),
        "rent": Phrase("TRANSFERENCIA A {name} ARRIENDO {month}", "TRANSFERENCIA"),
        "card": Phrase("{name} {town} CL", "COMPRA_TARJETA_CREDITO"),
        "order": Phrase("PAGO AUTOMATICO {name} REF {reference}", "PAGO_AUTOMATICO"),
        "friend_out": Phrase("TRANSFERENCIA A {name} {reference}", "TRANSFERENCIA"),
        "friend_in": Phrase("TRANSFERENCIA DE {name} {reference}", "TRANSFERENCIA"),
    },
    atm_name="{number} SUC {branch}",
    products={
        "checking": AccountProduct("Cuenta Corriente", "CUENTA_CORRIENTE"),
        "savings": AccountProduct("Cuenta de Ahorro", "AHORRO"),
        "card": AccountProduct("Tarjeta Clásica", "TARJETA_CREDITO"),
    },
    banking=replace(
        MEXICO.banking,
        paydays=(31,),
        bonus_days=((9, 15), (12, 22)),
        bonus=10,
        saving_days=(2,),
        fee=4_900_00,
        fee_tax=19,
        card_interest=290,
        cash=(20_000, 200_000, 5_000),
        electricity_months=1,
    ),
    income=(20_000 * _PESOS, 46_000 * _PESOS),
    reference_income=30_000 * _PESOS,
    inflation=560,
    holidays=chilean_holidays,
)
